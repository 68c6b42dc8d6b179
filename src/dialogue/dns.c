/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns.c - DNS: the text of version.bind in class CHAOS, over TCP (with its size before it, RFC 1035 4.2.2) and UDP. An
 * answer without it, a refusal too, is DNS all the same.
 */
#include <string.h>

#include "dialogue/dns_message.h"
#include "dialogue/finding.h"
#include "dialogue/list.h"
#include "wire/bytes.h"

enum { ID = 0x6d73, NAME_SIZE = 14 };

/* Servers whose text is their name and version, as far as no signature knows better. */
static const char *const products[] = { "dnsmasq-", "unbound ", "NSD ", "Knot DNS ", "PowerDNS Authoritative Server " };

static void begin_udp(struct mst_talk *talk)
{
	mst_domain_ask(talk, ID, "version.bind", MST_DOMAIN_TXT, MST_DOMAIN_CHAOS);
}

static void begin_tcp(struct mst_talk *talk)
{
	uint8_t size[2];

	mst_put_be16(size, 12 + NAME_SIZE + 4);
	mst_talk_put(talk, size, sizeof size);
	begin_udp(talk);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	struct mst_domain_head head;

	return mst_domain_begin(&r, &head) && head.id == ID && head.questions <= 1;
}

static bool knows_tcp(const uint8_t *bytes, size_t size)
{
	return size > 2 && knows(bytes + 2, size - 2);
}

static void put_version(struct mst_talk *talk, const uint8_t *text, size_t size)
{
	(void)mst_matcher_match(talk->matcher, MST_KEY_DNS, text, size, talk->draft);
	for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
		size_t length = strlen(products[i]);

		if (size <= length || memcmp(text, products[i], length))
			continue;
		mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, text, length - 1);
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, text + length, size - length);
	}
	mst_draft_add(talk->draft, MST_SERVICE_VERSION, text, size);
}

static enum mst_step read_message(struct mst_talk *talk, const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	struct mst_domain_head head;
	struct mst_domain_record record;

	if (!mst_domain_begin(&r, &head) || head.id != ID)
		return MST_STEP_NOT_MINE;
	for (unsigned int i = 0; i < head.answers && mst_domain_next(&r, bytes, &record); i++) {
		size_t length = mst_read_u8(&record.data);
		const uint8_t *text = mst_read_bytes(&record.data, length);

		if (text && length && record.type == MST_DOMAIN_TXT && record.class == MST_DOMAIN_CHAOS) {
			put_version(talk, text, length);
			break;
		}
	}
	return mst_finding_done(talk, "domain");
}

static enum mst_step read_udp(struct mst_talk *talk, struct mst_heard *heard)
{
	if (!heard->size)
		return mst_finding_wait(heard);
	return read_message(talk, heard->bytes, heard->size);
}

static enum mst_step read_tcp(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint16_t size = mst_read_be16(&r), id = mst_read_be16(&r);

	if (!r.short_read && (id != ID || size < 12))
		return MST_STEP_NOT_MINE;
	if (r.short_read || heard->size - 2 < size)
		return mst_finding_wait(heard);
	return read_message(talk, heard->bytes + 2, size);
}

const struct mst_dialogue mst_dialogue_dns = {
	.name = "domain",
	.ports = "53",
	.tls_ports = "853",
	.anywhere = true,
	.knows = knows_tcp,
	.begin = begin_tcp,
	.read = read_tcp,
};

const struct mst_dialogue mst_dialogue_dns_udp = {
	.name = "domain",
	.ports = "53",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin_udp,
	.read = read_udp,
};
