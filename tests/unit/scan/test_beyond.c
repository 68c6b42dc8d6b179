/*
 * test_beyond.c - answers that come when their entry has been used for another question.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/scan/bed.h"

/* More targets than a roll has entries. */
static struct bed *wide_bed(void)
{
	struct bed *bed = bed_new("127.0.0.0/20", "80", 1);

	cr_assert(mst_plan_forgets(&bed->plan));
	return bed;
}

/* The whole roll goes round once: everything asked before is forgotten. */
static void turn_the_roll(struct bed *bed)
{
	uint64_t next = mst_load(&bed->round.ways[0].next_position, relaxed);

	for (uint32_t i = 0; i < bed->plan.capacity; i++) {
		while (!mst_roll_has_room(&bed->round.lanes[0].roll))
			bed_give_up(bed, MST_STANDING_SILENT);
		bed_ask_at(bed, next + i);
	}
}

static struct packet forgotten(struct bed *bed)
{
	struct packet syn = bed_ask_at(bed, 0);

	bed_give_up(bed, MST_STANDING_SILENT);
	turn_the_roll(bed);
	return syn;
}

static void expect_of_first(struct bed *bed, const char *words)
{
	char whole[256];

	snprintf(whole, sizeof whole, "%s:80 %s\n", bed_addr_at(bed, 0), words);
	bed_expect(bed, whole);
}

Test(scan_beyond, an_answer_whose_slot_was_used_again_is_still_told)
{
	struct bed *bed = wide_bed();
	struct packet syn = forgotten(bed), answer = answer_tcp(&syn, SYN_ACK);
	char words[160];

	snprintf(words, sizeof words, "open syn-ack from %s ttl 57 try 1/1 rtt -1 beyond", bed_addr_at(bed, 0));
	bed_feed(bed, answer);
	expect_of_first(bed, words);
	cr_assert_eq(bed_counts(bed).answers, 1);
	bed_free(bed);
}

Test(scan_beyond, an_error_whose_slot_was_used_again_is_told_only_with_the_right_identification)
{
	struct bed *bed = wide_bed();
	struct packet syn = forgotten(bed), error = answer_error(&syn, ROUTER, 3, 1);
	uint16_t id = packet_u16(&syn, MST_IPV4_ID);

	bed_feed(bed, packet_with16(error, QUOTED_AT + MST_IPV4_ID, id ^ 1));
	bed_expect_nothing(bed, 1, 0);
	bed_feed(bed, error);
	expect_of_first(bed, "filtered host-unreach from 10.9.9.9 icmp 3/1 ttl 57 try 1/1 rtt -1 beyond");
	bed_free(bed);
}

Test(scan_beyond, a_question_that_was_not_reached_yet_has_no_answer)
{
	struct bed *bed = wide_bed();
	struct packet syn;

	bed_ask_at(bed, 6);
	syn = bed_frame(bed, bed_addr_at(bed, 7), 80, (struct mst_ticket){ .slot = 0, .attempt = 1 });
	bed_feed(bed, answer_tcp(&syn, SYN_ACK));
	bed_expect_nothing(bed, 1, 0);
	bed_free(bed);
}
