/* SPDX-License-Identifier: BSD-2-Clause */
/* test_mark.c - counts come back, and a usual mark is small. */
#include "journal/mark.h"

#include <stdlib.h>

#include "unit/journal/fixture_journal.h"

static uint64_t dice = 11;

static void fill(void *place, size_t bytes)
{
	for (size_t i = 0; i < bytes / sizeof(uint64_t); i++)
		((uint64_t *)place)[i] = dice_roll(&dice) >> dice_roll(&dice) % 64;
}

Test(journal_mark, every_count_comes_back)
{
	struct mst_journal_mark mark = { 0 }, read;
	struct mst_bytes bytes = { 0 };
	struct mst_reader r;
	uint64_t wall;

	fill(&mark.stats, offsetof(struct mst_scan_stats, asymmetric_at));
	fill(&mark.estimate, sizeof mark.estimate);
	mark.stats.asymmetric_at[1] = -1;
	mark.stats.elapsed_ns = 5;
	mark.stats.started_ns = 6;
	mark.stats.rate_pps = 0.125;
	mark.stats.limit = MST_LIMIT_CPU;
	mark.stats.cpu_waited = 0.5;
	mark.stats.missed = (struct mst_missed){ true, 0.1, 0.2, 0.3, 0.4 };
	mark.stats.unanswered_at = -7;
	mark.stats.not_sent_error = 22;
	mark.stats.proxy_addresses = 9;
	memcpy(mark.stats.proxy_mac, "abcdef", 6);
	mark.stats.verdicts = 77;
	mark.stats.discovering = mark.stats.interrupted = true;
	mark.rate_pps = 1 << 20;
	mark.held_since_ns = UINT64_MAX;
	mst_mark_put(&bytes, 1234, NULL, 0, &mark);
	r = mst_reader_over(bytes.bytes, bytes.count);
	cr_assert_eq(mst_mark_read(&r, &wall, NULL, 0, &read), 0);
	cr_expect(r.left == 0 && wall == 1234);
	cr_expect_eq(memcmp(&read.stats, &mark.stats, offsetof(struct mst_scan_stats, missed)), 0);
	cr_expect_eq(memcmp(&read.estimate, &mark.estimate, sizeof mark.estimate), 0);
	cr_expect(read.stats.missed.known && read.stats.missed.hidden == 0.4 && read.stats.unanswered_at == -7 &&
	          read.stats.not_sent_error == 22 && read.stats.proxy_addresses == 9 && read.stats.verdicts == 77 &&
	          read.stats.discovering && !read.stats.waiting && read.stats.interrupted && !read.stats.finished);
	cr_expect_eq(memcmp(read.stats.proxy_mac, "abcdef", 6), 0);
	cr_expect_eq(read.rate_pps, 1 << 20);
	cr_expect_eq(read.held_since_ns, UINT64_MAX);
	mst_bytes_free(&bytes);
}

Test(journal_mark, silence_costs_a_bit_at_most)
{
	struct journal_run *run = run_open("10.0.0.0/12", NULL, false, false, &whole);
	struct mst_result silent = { .rtt_ns = -1, .state = MST_DOWN, .reason = MST_NO_RESPONSE, .attempts = 2 };
	uint64_t empty, before;

	run_new(run);
	run_mark(run);
	before = run->journal->file.end;
	run_mark(run);
	empty = run->journal->file.end - before;
	for (int half = 0; half < 2; half++) { /* every second one, so that nothing below is settled */
		before = run->journal->file.end;
		for (silent.position = half ? 0 : 1; silent.position < 1 << 20; silent.position += half ? 1 : 2)
			cr_assert_eq(mst_journal_add(run->journal, 0, &silent, 1, false, NULL), 0);
		run_mark(run);
		cr_expect_leq(run->journal->file.end - before, half ? empty + 16 : empty + (1 << 17) + 256);
	}
	run_free(run);
}
