/* SPDX-License-Identifier: BSD-2-Clause */
/* test_handshake.c - a connection step by step: what is sent when, and how it ends. */
#include "handshake/handshake.h"

#include <criterion/criterion.h>
#include <string.h>

#include "wire/ipv4.h"

#define OPENING 100
#define OURS 1000u   /* our first byte */
#define THEIRS 5000u /* their first byte */

static const struct mst_handshake_waits waits = { .listen_ms = 300, .silence_ms = 5000, .again_ms = 400 };
static struct mst_handshake handshake;

static struct mst_tcp_view segment(uint8_t flags, uint32_t seq, uint32_t ack, const char *payload)
{
	return (struct mst_tcp_view){ .flags = flags,
		                      .seq = seq,
		                      .ack = ack,
		                      .window = 64240,
		                      .payload = (const uint8_t *)payload,
		                      .payload_bytes = strlen(payload) };
}

static struct mst_tcp_view syn_ack(void)
{
	return segment(MST_TCP_SYN | MST_TCP_ACK, THEIRS - 1, OURS, "");
}

static struct mst_handshake_step begin(bool listens, uint16_t opening)
{
	struct mst_tcp_view first = syn_ack();

	handshake = (struct mst_handshake){ .opening = opening };
	return mst_handshake_begin(&handshake, &first, listens, &waits, 0);
}

static struct mst_handshake_step take(uint8_t flags, uint32_t seq, uint32_t ack, const char *payload, uint32_t now_ms)
{
	struct mst_tcp_view next = segment(flags, seq, ack, payload);

	return mst_handshake_take(&handshake, &next, &waits, now_ms);
}

static void expect_data(struct mst_handshake_step step, const char *bytes, uint32_t reset_seq)
{
	cr_assert_eq(step.act, MST_ACT_DATA);
	cr_assert_eq(step.size, strlen(bytes));
	cr_expect(memcmp(step.bytes, bytes, step.size) == 0);
	cr_expect(step.reset);
	cr_expect_eq(step.reset_seq, reset_seq);
}

static void expect_ack(struct mst_handshake_step step, bool with_opening)
{
	cr_expect_eq(step.act, MST_ACT_NOTHING);
	cr_expect(step.acknowledge);
	cr_expect_eq(step.with_opening, with_opening);
	cr_expect_not(step.reset);
}

static void expect_nothing(struct mst_handshake_step step)
{
	cr_expect_eq(step.act, MST_ACT_NOTHING);
	cr_expect_not(step.acknowledge);
	cr_expect_not(step.reset);
}

Test(handshake_handshake, a_server_that_speaks_first)
{
	expect_ack(begin(true, 0), false);
	expect_data(take(MST_TCP_ACK, THEIRS, OURS, "SSH-2.0", 10), "SSH-2.0", OURS);
}

Test(handshake_handshake, the_opening_is_sent_at_once_or_after_the_listening)
{
	expect_ack(begin(false, OPENING), true);
	expect_nothing(take(MST_TCP_ACK, THEIRS, OURS + OPENING, "", 10));
	cr_expect(handshake.acknowledged);
	expect_data(take(MST_TCP_ACK, THEIRS, OURS + OPENING, "HTTP/1.1", 20), "HTTP/1.1", OURS + OPENING);
	expect_ack(begin(true, OPENING), false);
	cr_expect_eq(handshake.until_ms, 300);
	expect_ack(mst_handshake_wake(&handshake, &waits, 300), true);
}

Test(handshake_handshake, a_lost_opening_is_sent_four_times_each_after_twice_the_time)
{
	static const uint32_t moments[] = { 400, 1200, 2800 };

	expect_ack(begin(false, OPENING), true);
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		cr_assert_eq(handshake.until_ms, moments[i]);
		expect_ack(mst_handshake_wake(&handshake, &waits, moments[i]), true);
	}
	cr_assert_eq(handshake.until_ms, 5000);
	cr_expect_eq(mst_handshake_wake(&handshake, &waits, 5000).act, MST_ACT_SILENT);
}

/* Busy servers are silent, too: they are asked once more. */
Test(handshake_handshake, a_silence_is_never_sure)
{
	begin(false, OPENING);
	cr_expect_not(mst_handshake_is_sure(&handshake, MST_ACT_SILENT));
	cr_expect_not(mst_handshake_is_sure(&handshake, MST_ACT_ZERO_WINDOW));
	cr_expect_not(mst_handshake_is_sure(&handshake, MST_ACT_NOTHING));
	cr_expect(mst_handshake_is_sure(&handshake, MST_ACT_DATA));
	cr_expect(mst_handshake_is_sure(&handshake, MST_ACT_RESET));
	cr_expect(mst_handshake_is_sure(&handshake, MST_ACT_CLOSED));
}

/* Its kernel may have given the connection up, and the server knows nothing of it. */
Test(handshake_handshake, a_reset_is_not_sure_where_frames_were_lost)
{
	struct mst_tcp_view again = syn_ack();

	begin(true, OPENING);
	mst_handshake_wake(&handshake, &waits, 300);
	cr_expect(mst_handshake_is_sure(&handshake, MST_ACT_RESET), "the first opening");
	mst_handshake_wake(&handshake, &waits, 700);
	cr_expect_not(mst_handshake_is_sure(&handshake, MST_ACT_RESET), "the second");
	cr_expect(mst_handshake_is_sure(&handshake, MST_ACT_DATA));
	begin(true, 0);
	mst_handshake_take(&handshake, &again, &waits, 1000);
	cr_expect_not(mst_handshake_is_sure(&handshake, MST_ACT_RESET), "the SYN-ACK came again");
}

Test(handshake_handshake, a_silence_after_the_opening_has_arrived_ends_with_a_reset_behind_it)
{
	struct mst_handshake_step step;

	begin(false, OPENING);
	take(MST_TCP_ACK, THEIRS, OURS + OPENING, "", 10);
	cr_assert_eq(handshake.until_ms, 5000);
	step = mst_handshake_wake(&handshake, &waits, 5000);
	cr_expect_eq(step.act, MST_ACT_SILENT);
	cr_expect(step.reset);
	cr_expect_eq(step.reset_seq, OURS + OPENING);
}

Test(handshake_handshake, a_repeated_syn_ack_is_acknowledged_again)
{
	struct mst_tcp_view again = syn_ack();

	begin(true, 0);
	expect_ack(mst_handshake_take(&handshake, &again, &waits, 1000), false);
	begin(false, OPENING);
	expect_ack(mst_handshake_take(&handshake, &again, &waits, 1000), true);
	again.seq++;
	expect_nothing(mst_handshake_take(&handshake, &again, &waits, 1000));
}

Test(handshake_handshake, segments_out_of_order_are_asked_for_and_overlaps_cut)
{
	begin(true, 0);
	expect_ack(take(MST_TCP_ACK, THEIRS + 4, OURS, "more", 10), false);
	expect_ack(take(MST_TCP_ACK, THEIRS - 3, OURS, "old", 11), false);
	expect_data(take(MST_TCP_ACK, THEIRS - 3, OURS, "oldnew", 12), "new", OURS);
}

Test(handshake_handshake, a_fin_ends_it_after_what_comes_with_it)
{
	begin(true, 0);
	expect_data(take(MST_TCP_ACK | MST_TCP_FIN, THEIRS, OURS, "bye", 10), "bye", OURS);
	begin(true, 0);
	expect_ack(take(MST_TCP_ACK | MST_TCP_FIN, THEIRS + 3, OURS, "", 10), false); /* three bytes are missing */
	cr_expect_eq(take(MST_TCP_ACK | MST_TCP_FIN, THEIRS, OURS, "", 11).act, MST_ACT_CLOSED);
}

Test(handshake_handshake, a_reset_is_believed_with_the_next_number_only)
{
	begin(true, 0);
	expect_ack(take(MST_TCP_RST, THEIRS + 1, OURS, "", 10), false);
	expect_nothing(take(MST_TCP_RST, THEIRS - 1, OURS, "", 10));
	expect_nothing(take(MST_TCP_RST, THEIRS + 70000, OURS, "", 10));
	cr_expect_eq(take(MST_TCP_RST, THEIRS, 0, "", 11).act, MST_ACT_RESET);
}

Test(handshake_handshake, what_acknowledges_bytes_that_were_not_sent_is_ignored)
{
	begin(true, OPENING);
	expect_nothing(take(MST_TCP_ACK, THEIRS, OURS + 1, "x", 10));
	expect_nothing(take(MST_TCP_ACK, THEIRS, OURS - 1, "x", 10));
	expect_nothing(take(0, THEIRS, OURS, "x", 10));
	mst_handshake_wake(&handshake, &waits, 300);
	expect_nothing(take(MST_TCP_ACK, THEIRS, OURS + OPENING + 1, "x", 310));
	expect_data(take(MST_TCP_ACK, THEIRS, OURS + 1, "x", 310), "x", OURS + 1);
}

Test(handshake_handshake, a_window_of_zero_is_waited_for)
{
	struct mst_tcp_view first = syn_ack();
	struct mst_handshake_step step;

	first.window = 0;
	handshake = (struct mst_handshake){ .opening = OPENING };
	expect_ack(mst_handshake_begin(&handshake, &first, false, &waits, 0), false);
	cr_assert_eq(handshake.until_ms, 5000);
	expect_ack(take(MST_TCP_ACK, THEIRS, OURS, "", 700), true); /* its window is open now */
	cr_expect_eq(handshake.until_ms, 1100);
	mst_handshake_begin(&handshake, &first, false, &waits, 0);
	step = mst_handshake_wake(&handshake, &waits, 5000);
	cr_expect_eq(step.act, MST_ACT_ZERO_WINDOW);
}

Test(handshake_handshake, timestamps_are_sent_where_both_sides_have_them)
{
	struct mst_tcp_view first = syn_ack();

	first.stamp = 77;
	first.echoed = 42;
	handshake = (struct mst_handshake){ 0 };
	mst_handshake_begin(&handshake, &first, true, &waits, 0);
	cr_expect_eq(handshake.stamp, 42);
	cr_expect_eq(handshake.echo, 77);
	first.stamp = 0;
	mst_handshake_begin(&handshake, &first, true, &waits, 0);
	cr_expect_eq(handshake.stamp, 0);
}

Test(handshake_handshake, numbers_wrap_around)
{
	struct mst_tcp_view first = segment(MST_TCP_SYN | MST_TCP_ACK, UINT32_MAX, UINT32_MAX - 10, "");

	handshake = (struct mst_handshake){ .opening = OPENING };
	mst_handshake_begin(&handshake, &first, false, &waits, UINT32_MAX - 100);
	cr_expect_eq(handshake.until_ms, 299);
	expect_data(take(MST_TCP_ACK, 0, OPENING - 11, "answer", 5), "answer", OPENING - 11);
}
