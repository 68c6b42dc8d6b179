/* SPDX-License-Identifier: BSD-2-Clause */
/* test_fragments.c - packets put together from fragments, as Linux does it: order, duplicates, overlaps, floods. */
#include "wire/fragments.h"

#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdlib.h>

#include "base/clock.h"
#include "frames.h"
#include "wire/ipv6.h"

#define US 0x0a000001u
#define HOST 0x0a000002u
#define SECOND MST_NS_PER_SECOND
#define BODY 100 /* bytes that the packets carry */

/* A piece of the payload, from `begin` on; `last`: nothing follows. */
struct cut {
	uint16_t begin, end;
	bool last;
};

static uint8_t body_byte(size_t at)
{
	return (uint8_t)(at * 7 + at / 256);
}

static struct packet fragment4(uint32_t source, uint16_t id, struct cut cut)
{
	struct packet packet = packet_of(MST_PROTO_UDP, source, US, (size_t)cut.end - cut.begin);
	uint8_t *ip = packet.bytes;

	for (size_t i = cut.begin; i < cut.end; i++)
		ip[MST_IPV4_BYTES + i - cut.begin] = body_byte(i);
	mst_put_be16(ip + MST_IPV4_ID, id);
	mst_put_be16(ip + 6, (uint16_t)(cut.begin / 8 | (cut.last ? 0 : 0x2000)));
	mst_put_be16(ip + MST_IPV4_CHECKSUM, 0);
	mst_put_be16(ip + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, ip, MST_IPV4_BYTES)));
	return packet;
}

static struct packet fragment6(uint8_t proto, uint32_t id, struct cut cut)
{
	struct mst_addr source = { .family = MST_IPV6, .bytes = { 0x20, 1, [15] = 2 } };
	struct packet packet = { .length = MST_IPV6_BYTES + 8u + cut.end - cut.begin };
	uint8_t *fragment = packet.bytes + MST_IPV6_BYTES;

	mst_ipv6_begin(packet.bytes, (uint16_t)(packet.length - MST_IPV6_BYTES), 44, 64, &source);
	packet.bytes[MST_IPV6_DESTINATION] = 0x20;
	memset(fragment, 0, 8);
	fragment[0] = proto;
	mst_put_be16(fragment + 2, (uint16_t)(cut.begin | (cut.last ? 0 : 1)));
	mst_put_be32(fragment + 4, id);
	for (size_t i = cut.begin; i < cut.end; i++)
		fragment[8 + i - cut.begin] = body_byte(i);
	return packet;
}

/* True when it makes a packet whole, whose payload is what was cut. */
static bool take(struct mst_fragments *fragments, const struct packet *packet, uint64_t now_ns, size_t payload)
{
	uint8_t *exact = malloc(packet->length);
	struct mst_fragment_view whole;
	struct mst_view view;
	bool done;

	memcpy(exact, packet->bytes, packet->length);
	cr_assert_eq(mst_frame_read(&view, DLT_RAW, exact, packet->length), MST_FATE_FRAGMENT);
	done = mst_fragments_take(fragments, &view.fragment, 1, now_ns, &whole);
	free(exact);
	if (!done)
		return false;
	cr_assert(whole.count >= payload);
	for (size_t i = 0; i < payload; i++)
		cr_assert_eq(whole.bytes[whole.count - payload + i], body_byte(i), "byte %zu", i);
	cr_assert_neq(mst_frame_read(&view, DLT_RAW, whole.bytes, whole.count), MST_FATE_FRAGMENT);
	return true;
}

/* Feeds the cuts of one packet; the number of the one that made it whole, or -1. */
static int feed(struct mst_fragments *fragments, bool wide, const struct cut *cuts, int count)
{
	for (int i = 0; i < count; i++) {
		struct packet packet = wide ? fragment6(MST_PROTO_UDP, 9, cuts[i]) : fragment4(HOST, 9, cuts[i]);

		if (take(fragments, &packet, SECOND, BODY))
			return i;
	}
	return -1;
}

struct story {
	const char *name;
	struct cut cuts[8];
	int count, whole; /* the cut that makes it whole; -1: none does */
	uint64_t dropped;
};

static const struct story stories[] = {
	{ "in order", { { 0, 40, 0 }, { 40, 80, 0 }, { 80, BODY, 1 } }, 3, 2, 0 },
	{ "last one first", { { 80, BODY, 1 }, { 40, 80, 0 }, { 0, 40, 0 } }, 3, 2, 0 },
	{ "the middle last", { { 0, 40, 0 }, { 80, BODY, 1 }, { 40, 80, 0 } }, 3, 2, 0 },
	{ "each one twice", { { 0, 40, 0 }, { 0, 40, 0 }, { 40, BODY, 1 } }, 3, 2, 0 },
	{ "a known part again", { { 0, 40, 0 }, { 8, 24, 0 }, { 40, BODY, 1 } }, 3, 2, 0 },
	{ "a hole", { { 0, 40, 0 }, { 48, BODY, 1 } }, 2, -1, 0 },
	{ "no end", { { 0, 40, 0 }, { 40, 96, 0 } }, 2, -1, 0 },
	{ "an overlap drops all", { { 0, 40, 0 }, { 32, BODY, 1 }, { 40, BODY, 1 } }, 3, -1, 1 },
	{ "a longer one over a shorter one", { { 40, 48, 0 }, { 0, 64, 0 }, { 64, BODY, 1 } }, 3, -1, 1 },
	{ "over two that came apart", { { 40, 48, 0 }, { 32, 40, 0 }, { 32, 48, 0 } }, 3, -1, 1 },
	{ "an empty one", { { 0, 40, 0 }, { 40, 40, 0 }, { 40, BODY, 1 } }, 3, -1, 1 },
	{ "two ends", { { 40, BODY, 1 }, { 40, 90, 1 }, { 0, 40, 0 } }, 3, -1, 1 },
	{ "more behind the end", { { 40, BODY, 1 }, { 104, 112, 0 }, { 0, 40, 0 } }, 3, -1, 1 },
	{ "after an overlap it begins anew", { { 0, 40, 0 }, { 32, 80, 0 }, { 0, 40, 0 }, { 40, BODY, 1 } }, 4, 3, 1 },
};

Test(wire_fragments, both_families_are_put_together_as_linux_does)
{
	for (int wide = 0; wide < 2; wide++) {
		for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
			const struct story *story = &stories[i];
			struct mst_fragments *fragments = mst_fragments_new();
			int at;

			at = feed(fragments, wide, story->cuts, story->count);
			cr_expect_eq(at, story->whole, "IPv%d, %s: whole at %d", wide ? 6 : 4, story->name, at);
			cr_expect_eq(mst_fragments_dropped(fragments), story->dropped, "IPv%d, %s: %lu dropped",
			             wide ? 6 : 4, story->name, (unsigned long)mst_fragments_dropped(fragments));
			mst_fragments_free(fragments);
		}
	}
}

Test(wire_fragments, a_fragment_that_ends_between_multiples_of_eight_is_cut_in_ipv4_and_none_in_ipv6)
{
	static const struct cut ragged[] = { { 0, 45, 0 }, { 40, BODY, 1 } };

	for (int wide = 0; wide < 2; wide++) {
		struct mst_fragments *fragments = mst_fragments_new();

		cr_expect_eq(feed(fragments, wide, ragged, 2), wide ? -1 : 1);
		mst_fragments_free(fragments);
	}
}

Test(wire_fragments, the_first_one_of_ipv6_has_the_whole_header_of_its_protocol)
{
	static const struct {
		uint8_t proto;
		uint16_t first;
		bool taken;
	} rows[] = {
		{ MST_PROTO_TCP, 16, false },
		{ MST_PROTO_TCP, 24, true },
		{ MST_PROTO_UDP, 8, true },
		{ MST_PROTO_ICMP6, 8, true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mst_fragments *fragments = mst_fragments_new();
		struct packet first = fragment6(rows[i].proto, 1, (struct cut){ 0, rows[i].first, false });
		struct packet rest = fragment6(rows[i].proto, 1, (struct cut){ rows[i].first, BODY, true });

		cr_expect_not(take(fragments, &first, SECOND, BODY));
		cr_expect_eq(take(fragments, &rest, SECOND, BODY), rows[i].taken, "row %zu", i);
		mst_fragments_free(fragments);
	}
}

Test(wire_fragments, packets_are_told_apart_by_source_and_identification)
{
	struct mst_fragments *fragments = mst_fragments_new();
	struct packet first = fragment4(HOST, 9, (struct cut){ 0, 40, false });
	struct packet other_id = fragment4(HOST, 10, (struct cut){ 40, BODY, true });
	struct packet other_host = fragment4(HOST + 1, 9, (struct cut){ 40, BODY, true });
	struct packet rest = fragment4(HOST, 9, (struct cut){ 40, BODY, true });

	cr_expect_not(take(fragments, &first, SECOND, BODY));
	cr_expect_not(take(fragments, &other_id, SECOND, BODY));
	cr_expect_not(take(fragments, &other_host, SECOND, BODY));
	cr_expect(take(fragments, &rest, SECOND, BODY));
	mst_fragments_free(fragments);
}

Test(wire_fragments, a_packet_waits_thirty_seconds_in_ipv4_and_sixty_in_ipv6)
{
	for (int late = 0; late < 2; late++) {
		for (int wide = 0; wide < 2; wide++) {
			struct mst_fragments *fragments = mst_fragments_new();
			uint64_t until_ns = SECOND + (wide ? 60 : 30) * SECOND + (uint64_t)late;
			struct cut a = { 0, 40, false }, b = { 40, BODY, true };
			struct packet first = wide ? fragment6(MST_PROTO_UDP, 9, a) : fragment4(HOST, 9, a);
			struct packet rest = wide ? fragment6(MST_PROTO_UDP, 9, b) : fragment4(HOST, 9, b);

			cr_expect_not(take(fragments, &first, SECOND, BODY));
			cr_expect_eq(take(fragments, &rest, until_ns, BODY), !late);
			cr_expect_eq(mst_fragments_dropped(fragments), (uint64_t)late);
			mst_fragments_free(fragments);
		}
	}
}

Test(wire_fragments, fragments_that_disagree_about_ecn_make_no_packet)
{
	struct mst_fragments *fragments = mst_fragments_new();
	struct packet first = fragment4(HOST, 9, (struct cut){ 0, 40, false });
	struct packet rest = fragment4(HOST, 9, (struct cut){ 40, BODY, true });

	rest.bytes[1] = 2;
	mst_put_be16(rest.bytes + MST_IPV4_CHECKSUM, 0);
	mst_put_be16(rest.bytes + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, rest.bytes, MST_IPV4_BYTES)));
	cr_expect_not(take(fragments, &first, SECOND, BODY));
	cr_expect_not(take(fragments, &rest, SECOND, BODY));
	cr_expect_eq(mst_fragments_dropped(fragments), 1);
	mst_fragments_free(fragments);
}

/* The oldest packets make room; the latest are whole as soon as their rest comes. */
Test(wire_fragments, a_flood_of_first_fragments_takes_the_place_of_the_oldest_only)
{
	struct mst_fragments *fragments = mst_fragments_new();
	uint64_t flood = 100000;

	for (uint64_t i = 0; i < flood; i++) {
		struct packet first = fragment4(HOST + (uint32_t)i, 9, (struct cut){ 0, 40, false });

		cr_assert_not(take(fragments, &first, SECOND, BODY));
	}
	cr_expect_eq(mst_fragments_dropped(fragments), flood - MST_FRAGMENTS_PACKETS);
	for (uint64_t i = flood - MST_FRAGMENTS_PACKETS; i < flood; i++) {
		struct packet rest = fragment4(HOST + (uint32_t)i, 9, (struct cut){ 40, BODY, true });

		cr_assert(take(fragments, &rest, SECOND, BODY), "%lu", (unsigned long)i);
	}
	mst_fragments_free(fragments);
}

/* Each of them touches every page that it may: the store is smaller than all packets at their longest. */
Test(wire_fragments, packets_that_are_spread_wide_share_the_store)
{
	struct mst_fragments *fragments = mst_fragments_new();

	for (uint32_t host = 0; host < MST_FRAGMENTS_PACKETS; host++) {
		for (uint16_t at = 8; at < 65000; at = (uint16_t)(at + 2048 < 65000 ? at + 2048 : 65000)) {
			struct packet piece = fragment4(HOST + host, 9, (struct cut){ at, (uint16_t)(at + 8), false });

			cr_assert_not(take(fragments, &piece, SECOND, BODY));
		}
	}
	cr_expect(mst_fragments_dropped(fragments) > MST_FRAGMENTS_PACKETS / 2);
	mst_fragments_free(fragments);
}
