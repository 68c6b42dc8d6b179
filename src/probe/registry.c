/* SPDX-License-Identifier: BSD-2-Clause */
/* registry.c - the table of probe kinds: parsing their names, and recognising their answers. See probe.h. */
#include <errno.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "probe/probe.h"
#include "wire/ipv4.h"
#include "wire/ipv6.h"

#define ROW(name) &mst_probe_##name,
static const struct mst_probe_kind *const kinds[] = { MST_PROBE_KINDS(ROW) };

#define KIND_COUNT (sizeof kinds / sizeof *kinds)
#define WORD_MAX 32
#define NAMES_MAX 256

const struct mst_probe_kind *mst_probe_kind_at(size_t index)
{
	return index < KIND_COUNT ? kinds[index] : NULL;
}

void mst_probe_names(char *text, size_t size)
{
	size_t length = 0;

	if (size > 0)
		text[0] = '\0';
	for (size_t i = 0; i < KIND_COUNT && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s%s", i > 0 ? ", " : "", kinds[i]->name,
		                           kinds[i]->has_port ? ":PORT" : "");
}

/* `said` is what was given, cut to a length that leaves room for the names. */
static int refuse(const char *said, const char *cut, struct mst_error *err)
{
	char names[NAMES_MAX];

	mst_probe_names(names, sizeof names);
	return mst_fail(err, -EINVAL, "--probe %.40s%s: expected %s, or several with commas", said, cut, names);
}

static const struct mst_probe_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	}
	return NULL;
}

/* One word, `kind` or `kind:port`; the colon is overwritten. */
static int parse_one(struct mst_probe *probe, char *word, struct mst_error *err)
{
	char *port = strchr(word, ':');
	uint64_t number = 0;

	if (port)
		*port++ = '\0';
	probe->kind = find_kind(word);
	if (!probe->kind)
		return refuse(word, "", err);
	if (!probe->kind->has_port && port)
		return mst_fail(err, -EINVAL, "--probe %s:%s: %s has no port", word, port, word);
	if (probe->kind->has_port && (!port || mst_read_whole(&number, port, UINT16_MAX) < 0 || number == 0))
		return mst_fail(err, -EINVAL, "--probe %s%s%s: expected a port from 1 to 65535, as in %s:443", word,
		                port ? ":" : "", port ? port : "", word);
	probe->port = (uint16_t)number;
	return 0;
}

/* The next word of a list, `length` bytes long. */
static int parse_next(struct mst_probe *probes, int count, const char *text, size_t length, struct mst_error *err)
{
	char word[WORD_MAX];
	int code;

	if (length >= sizeof word)
		return refuse(text, "…", err);
	if (count == MST_PROBES_MAX)
		return mst_fail(err, -EINVAL, "--probe: expected at most %d probes", MST_PROBES_MAX);
	memcpy(word, text, length);
	word[length] = '\0';
	code = parse_one(&probes[count], word, err);
	for (int i = 0; i < count && code == 0; i++) {
		if (probes[i].kind == probes[count].kind && probes[i].port == probes[count].port)
			code = mst_fail(err, -EINVAL, "--probe %.*s: named twice", (int)length, text);
	}
	return code;
}

int mst_probe_parse(struct mst_probe probes[MST_PROBES_MAX], unsigned *first, const char *text, struct mst_error *err)
{
	int count = 0;

	*first = 0;
	for (;; text++) {
		size_t length = strcspn(text, ",/");
		int code = parse_next(probes, count, text, length, err);

		if (code < 0)
			return code;
		count++;
		text += length;
		if (*text == '/' && *first)
			return mst_fail(
				err, -EINVAL,
				"--probe …%.40s: expected at most one /, before the probes that only silent hosts get",
				text);
		if (*text == '/')
			*first = (unsigned)count;
		if (!*text)
			break;
	}
	if (*first == 0)
		*first = (unsigned)count;
	return count;
}

static bool is_repeated(const struct mst_probe *probes, unsigned at)
{
	for (unsigned i = 0; i < at; i++) {
		if (probes[i].kind == probes[at].kind)
			return true;
	}
	return false;
}

/* Finds the probe with this port, and notes it in the answer. */
static bool find_port(const struct mst_probe *probes, unsigned count, const struct mst_probe_kind *kind,
                      struct mst_answer *answer)
{
	for (unsigned i = 0; i < count; i++) {
		if (probes[i].kind == kind && (probes[i].port == answer->port || probes[i].port == 0)) {
			answer->probe = (uint8_t)i;
			return true;
		}
	}
	return false;
}

static bool match(const struct mst_probe_kind *kind, const struct mst_probe_setup *setup, const struct mst_view *view,
                  struct mst_answer *answer)
{
	bool is_error = mst_view_is_error(view);
	uint8_t proto = is_error ? view->quoted.proto : view->proto;

	if (mst_probe_proto(kind, view->source.family) != proto)
		return false;
	*answer = (struct mst_answer){
		.from = view->source,
		.proto = proto,
		.ttl = view->ttl,
		.is_error = is_error,
	};
	if (!is_error)
		return kind->match(setup, view, answer);
	answer->reason = (uint8_t)mst_probe_error_reason(view->source.family, view->icmp.type, view->icmp.code);
	answer->icmp_type = view->icmp.type;
	answer->icmp_code = view->icmp.code;
	return view->quoted.destination.family == view->source.family && kind->match_quoted(setup, view, answer);
}

bool mst_probe_recognise(const struct mst_probe *probes, unsigned count, const struct mst_probe_setup *setup,
                         const struct mst_view *view, struct mst_answer *answer)
{
	for (unsigned i = 0; i < count; i++) {
		if (!is_repeated(probes, i) && match(probes[i].kind, setup, view, answer))
			return find_port(probes, count, probes[i].kind, answer);
	}
	return false;
}

/* Codes of "destination unreachable", RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1. */
static const uint8_t unreachable_reasons[] = {
	MST_NET_UNREACH,  MST_HOST_UNREACH,     MST_PROTO_UNREACH,    MST_PORT_UNREACH,
	MST_DEST_UNREACH, MST_DEST_UNREACH,     MST_NET_UNREACH,      MST_HOST_UNREACH,
	MST_HOST_UNREACH, MST_NET_PROHIBITED,   MST_HOST_PROHIBITED,  MST_NET_UNREACH,
	MST_HOST_UNREACH, MST_ADMIN_PROHIBITED, MST_ADMIN_PROHIBITED, MST_ADMIN_PROHIBITED,
};

/* Those of ICMPv6, RFC 4443 section 3.1. */
static const uint8_t unreachable6_reasons[] = {
	MST_NET_UNREACH,  MST_ADMIN_PROHIBITED, MST_BEYOND_SCOPE, MST_HOST_UNREACH,
	MST_PORT_UNREACH, MST_FAILED_POLICY,    MST_REJECT_ROUTE,
};

#define UNRECOGNIZED_NEXT_HEADER 1 /* of "parameter problem": what IPv4 calls "protocol unreachable" */

static enum mst_reason error6_reason(uint8_t type, uint8_t code)
{
	if (type == MST_ICMP6_TIME_EXCEEDED)
		return MST_TIME_EXCEEDED;
	if (type == MST_ICMP6_PARAMETER_PROBLEM)
		return code == UNRECOGNIZED_NEXT_HEADER ? MST_PROTO_UNREACH : MST_PARAM_PROBLEM;
	return code < sizeof unreachable6_reasons ? unreachable6_reasons[code] : MST_DEST_UNREACH;
}

enum mst_reason mst_probe_error_reason(uint8_t family, uint8_t type, uint8_t code)
{
	if (family == MST_IPV6)
		return error6_reason(type, code);
	if (type == MST_ICMP_TIME_EXCEEDED)
		return MST_TIME_EXCEEDED;
	if (type == MST_ICMP_PARAMETER_PROBLEM)
		return MST_PARAM_PROBLEM;
	return code < sizeof unreachable_reasons ? unreachable_reasons[code] : MST_DEST_UNREACH;
}
