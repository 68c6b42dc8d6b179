/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * icmp6_discovery.c - what neighbour discovery (RFC 4861) tells beyond tcpdump's words: flags, lifetimes, and the
 * options with link-layer addresses, prefixes and the MTU.
 */
#include "base/reader.h"
#include "dissect/ip/icmp6.h"

enum { ROUTER_ADVERT = 134, NEIGHBOUR_ADVERT = 136 };
enum { SOURCE_LINK = 1, TARGET_LINK = 2, PREFIX = 3, MTU = 5 };

static void describe_option(struct mst_line *line, uint8_t kind, struct mst_reader r)
{
	struct mst_addr prefix;
	const uint8_t *mac;
	uint8_t length;

	if ((kind == SOURCE_LINK || kind == TARGET_LINK) && r.left == 6) {
		mac = mst_read_bytes(&r, 6);
		mst_line_add(line, kind == SOURCE_LINK ? ", source link-address " : ", destination link-address ");
		mst_line_mac(line, mac);
	} else if (kind == PREFIX && r.left == 30) {
		length = mst_read_u8(&r);
		mst_skip(&r, 13);
		prefix = mst_icmp6_addr(&r);
		mst_line_add(line, ", prefix ");
		mst_line_addr(line, &prefix);
		mst_line_add(line, "/%u", length);
	} else if (kind == MTU && r.left == 6) {
		mst_skip(&r, 2);
		mst_line_add(line, ", mtu %u", mst_read_be32(&r));
	}
}

static void describe_options(struct mst_line *line, struct mst_reader *r)
{
	while (r->left >= 8) {
		uint8_t kind = mst_read_u8(r), words = mst_read_u8(r);
		struct mst_reader body = *r;

		if (!words || !mst_read_bytes(r, words * 8u - 2u))
			return;
		body.left = words * 8u - 2u;
		describe_option(line, kind, body);
	}
}

void mst_describe_discovery(struct mst_line *line, uint8_t type, struct mst_reader r)
{
	/* Bytes behind type, code and checksum: four, and the target or the times. RFC 4861, 4.1 to 4.5. */
	static const uint8_t fixed[] = { 0, 8, 16, 16, 32 };
	uint32_t first = mst_read_be32(&r);

	mst_skip(&r, fixed[type - MST_ICMP6_DISCOVERY_FIRST]);
	if (r.short_read)
		return;
	if (type == ROUTER_ADVERT)
		mst_line_add(line, ", hop limit %u, router lifetime %us", first >> 24, first & 0xffff);
	else if (type == NEIGHBOUR_ADVERT)
		mst_line_add(line, ", Flags [%s%s%s]", first >> 31 & 1 ? "R" : "", first >> 30 & 1 ? "S" : "",
		             first >> 29 & 1 ? "O" : "");
	describe_options(line, &r);
}
