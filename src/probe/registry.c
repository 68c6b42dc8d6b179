/* registry.c - the table of probe kinds, and what it serves for. See probe.h. */
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "base/units.h"
#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

static const struct mst_probe_kind *const kinds[] = { &mst_probe_icmp_echo, &mst_probe_tcp_syn };

#define KIND_COUNT (sizeof kinds / sizeof *kinds)
#define WORD_MAX 32

const struct mst_probe_kind *mst_probe_kind_at(size_t index)
{
	return index < KIND_COUNT ? kinds[index] : NULL;
}

static const struct mst_probe_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	}
	return NULL;
}

/* One word, `kind` or `kind:port`; it is cut in two on the way. */
static int parse_one(struct mst_probe *probe, char *word, struct mst_error *err)
{
	char *port = strchr(word, ':');
	uint64_t number = 0;

	if (port)
		*port++ = '\0';
	probe->kind = find_kind(word);
	if (!probe->kind)
		return mst_fail(err, -EINVAL, "--probe %s: expected icmp, or syn:PORT, or several with commas", word);
	if (!probe->kind->has_port && port)
		return mst_fail(err, -EINVAL, "--probe %s:%s: %s has no port", word, port, word);
	if (probe->kind->has_port && (!port || mst_read_whole(&number, port, UINT16_MAX) < 0 || number == 0))
		return mst_fail(err, -EINVAL, "--probe %s%s%s: expected a port from 1 to 65535, as in %s:443", word,
		                port ? ":" : "", port ? port : "", word);
	probe->port = (uint16_t)number;
	return 0;
}

int mst_probe_parse(struct mst_probe probes[MST_PROBES_MAX], const char *text, struct mst_error *err)
{
	int count = 0;

	for (;;) {
		size_t length = strcspn(text, ",");
		char word[WORD_MAX];
		int code;

		if (length >= sizeof word)
			return mst_fail(err, -EINVAL, "--probe %.40s…: expected icmp, or syn:PORT, or several with commas",
			                text);
		if (count == MST_PROBES_MAX)
			return mst_fail(err, -EINVAL, "--probe: expected at most %d probes", MST_PROBES_MAX);
		memcpy(word, text, length);
		word[length] = '\0';
		code = parse_one(&probes[count], word, err);
		if (code < 0)
			return code;
		for (int i = 0; i < count; i++) {
			if (probes[i].kind == probes[count].kind && probes[i].port == probes[count].port)
				return mst_fail(err, -EINVAL, "--probe %.*s: named twice", (int)length, text);
		}
		count++;
		if (!text[length])
			return count;
		text += length + 1;
	}
}

bool mst_probe_recognise(const struct mst_probe_setup *setup, const struct mst_view *view, struct mst_answer *answer)
{
	uint8_t proto = view->is_error ? view->quoted.proto : view->proto;

	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (kinds[i]->proto != proto)
			continue;
		*answer = (struct mst_answer){
			.from = view->source,
			.proto = proto,
			.ttl = view->ttl,
			.is_error = view->is_error,
		};
		if (!view->is_error)
			return kinds[i]->match(setup, view, answer);
		answer->reason = (uint8_t)mst_probe_error_reason(view->icmp.type, view->icmp.code);
		answer->icmp_type = view->icmp.type;
		answer->icmp_code = view->icmp.code;
		return kinds[i]->match_quoted(setup, view, answer);
	}
	return false;
}

void mst_probe_address(uint8_t *frame, const struct mst_template *template, uint32_t destination, uint16_t ip_id)
{
	uint32_t sum = mst_sum_word(mst_sum_long(template->ip_sum, destination), ip_id);

	mst_put_be16(frame + MST_IPV4_ID, ip_id);
	mst_put_be32(frame + MST_IPV4_DESTINATION, destination);
	mst_put_be16(frame + MST_IPV4_CHECKSUM, mst_checksum(sum));
}

/* Codes of "destination unreachable", RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1. */
static const uint8_t unreachable_reasons[] = {
	MST_NET_UNREACH,      MST_HOST_UNREACH,     MST_PROTO_UNREACH, MST_PORT_UNREACH,
	MST_DEST_UNREACH,     MST_DEST_UNREACH,     MST_NET_UNREACH,   MST_HOST_UNREACH,
	MST_HOST_UNREACH,     MST_NET_PROHIBITED,   MST_HOST_PROHIBITED, MST_NET_UNREACH,
	MST_HOST_UNREACH,     MST_ADMIN_PROHIBITED, MST_ADMIN_PROHIBITED, MST_ADMIN_PROHIBITED,
};

enum mst_reason mst_probe_error_reason(uint8_t type, uint8_t code)
{
	if (type == MST_ICMP_TIME_EXCEEDED)
		return MST_TIME_EXCEEDED;
	return code < sizeof unreachable_reasons ? unreachable_reasons[code] : MST_DEST_UNREACH;
}
