/* SPDX-License-Identifier: BSD-2-Clause */
/* test_flows.c - flows are found in both directions, and replaced in the order of their notes. */
#include "listen/conversations.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct mst_key key = { { 3, 4 } };

static struct mst_packet numbered(uint32_t number, bool back)
{
	struct mst_addr one = mst_addr_from_ipv4(0x0a000000u + number), other = mst_addr_from_ipv4(0x0a800001);

	return (struct mst_packet){
		.source = back ? other : one,
		.destination = back ? one : other,
		.source_port = back ? 80 : 900,
		.destination_port = back ? 900 : 80,
	};
}

Test(listen_conversations, both_directions_know_the_end_that_asked)
{
	struct mst_conversations *flows = calloc(1, sizeof *flows);
	struct mst_packet there = numbered(1, false), back = numbered(1, true), own = there;

	cr_expect_eq(mst_conversations_asker(flows, &key, &there), MST_ASKER_UNKNOWN);
	mst_conversations_note(flows, &key, &there, MST_ASKER_SOURCE);
	cr_expect_eq(mst_conversations_asker(flows, &key, &there), MST_ASKER_SOURCE);
	cr_expect_eq(mst_conversations_asker(flows, &key, &back), MST_ASKER_DESTINATION);
	mst_conversations_note(flows, &key, &there, MST_ASKER_DESTINATION);
	cr_expect_eq(mst_conversations_asker(flows, &key, &there), MST_ASKER_DESTINATION);
	cr_expect_eq(mst_conversations_asker(flows, &key, &back), MST_ASKER_SOURCE);
	back.vlan_count = 1;
	back.vlans[0] = 5;
	cr_expect_eq(mst_conversations_asker(flows, &key, &back), MST_ASKER_UNKNOWN, "another VLAN");
	own.destination = own.source; /* both ends are one address: the ports tell them apart */
	mst_conversations_note(flows, &key, &own, MST_ASKER_SOURCE);
	own.source_port = 80;
	own.destination_port = 900;
	cr_expect_eq(mst_conversations_asker(flows, &key, &own), MST_ASKER_DESTINATION);
	free(flows);
}

Test(listen_conversations, a_flood_replaces_the_oldest_and_never_answers_wrongly)
{
	struct mst_conversations *flows = calloc(1, sizeof *flows);
	unsigned known = 0, most = MST_CONVERSATIONS_ROWS * MST_CONVERSATIONS_OF_ROW;

	for (uint32_t i = 0; i < 4 * most; i++) {
		struct mst_packet packet = numbered(i, false);

		mst_conversations_note(flows, &key, &packet, MST_ASKER_SOURCE);
		cr_assert_eq(mst_conversations_asker(flows, &key, &packet), MST_ASKER_SOURCE);
	}
	for (uint32_t i = 0; i < 4 * most; i++) {
		struct mst_packet packet = numbered(i, true);
		enum mst_asker asker = mst_conversations_asker(flows, &key, &packet);

		known += asker == MST_ASKER_DESTINATION;
		cr_assert_neq(asker, MST_ASKER_SOURCE);
		cr_assert(i >= most / 2 || asker == MST_ASKER_UNKNOWN || known < most / 100, "the oldest stay");
	}
	cr_expect_gt(known, most * 9 / 10);
	cr_expect_leq(known, most);
	free(flows);
}
