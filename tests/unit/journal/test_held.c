/* SPDX-License-Identifier: BSD-2-Clause */
/* test_held.c - each verdict is handed out once, four seconds later, and what comes too late is counted. */
#include "journal/held.h"

#include <stdlib.h>

#include "unit/journal/fixture_journal.h"

static uint8_t times[65536]; /* that a position was handed out */

static size_t take(struct journal_run *run, bool all)
{
	struct mst_result results[50];
	size_t got, count = 0;

	while ((got = mst_journal_final(run->journal, all, results, 50)) > 0) {
		for (size_t i = 0; i < got; i++) {
			times[results[i].position]++;
			cr_assert(same_verdict(&results[i], &run->verdicts[0][results[i].position]));
		}
		count += got;
	}
	return count;
}

static struct mst_result silence(struct journal_run *run, uint64_t position)
{
	struct mst_result result = run_silent(run, 0, position);

	run_add(run, 0, &result, false);
	return result;
}

static struct mst_result up(const struct mst_result *was)
{
	struct mst_result result = *was;

	result.state = MST_UP;
	result.reason = MST_ECHO_REPLY;
	result.rtt_ns = 5;
	result.from = result.addr;
	result.amended = true;
	result.was = was->state;
	return result;
}

Test(journal_held, every_verdict_is_held_for_four_seconds)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);

	run_new(run);
	cr_expect_eq(take(run, false), 0);
	run_verdicts(run, 0, 0, 200, 0);
	fake_now_ns += MST_HOLD_NS - 1;
	cr_expect_eq(take(run, false), 0);
	fake_now_ns += 1;
	cr_expect_eq(take(run, false), 200);
	cr_expect_eq(mst_journal_late(run->journal), 0);
	for (uint64_t at = 0; at < 200; at++)
		cr_assert_eq(times[at], 1);
	run_free(run);
}

/* More than a block has, so that what it was comes from the file, and is amended in a later block or the same one. */
Test(journal_held, a_suspicion_that_comes_in_time_is_in_the_row)
{
	struct journal_run *run = run_open("10.0.0.0/16", NULL, false, false, &whole);
	struct mst_result result;

	run_new(run);
	take(run, false);
	for (unsigned pass = 0; pass < 2; pass++) {
		for (uint64_t at = 0; at < 65536; at += 3) {
			result = run_silent(run, 0, at);
			result = up(&result);
			result.amended = pass > 0;
			result.suspect = pass > 0 ? MST_SUSPECT_UNUSED : 0;
			run_add(run, 0, &result, false);
			if (at % 30000 == 0) {
				take(run, false);
				fake_now_ns += SECOND / (pass ? 1 : 100);
			}
		}
	}
	take(run, true);
	for (uint64_t at = 0; at < 65536; at++)
		cr_assert_eq(times[at], at % 3 == 0, "%lu", (unsigned long)at);
	cr_expect_eq(mst_journal_late(run->journal), 0);
	run_free(run);
}

Test(journal_held, at_the_end_nothing_is_held)
{
	struct journal_run *run = run_open("10.0.0.0/18", NULL, false, false, &whole);

	run_new(run);
	take(run, false);
	for (uint64_t at = 0; at < run->spaces[0].end; at += 1024) {
		run_verdicts(run, 0, at, at + 1024, 0);
		take(run, false);
		fake_now_ns += SECOND / 3;
	}
	take(run, true);
	for (uint64_t at = 0; at < run->spaces[0].end; at++)
		cr_assert_eq(times[at], 1, "%lu", (unsigned long)at);
	run_free(run);
}

Test(journal_held, an_answer_in_time_takes_the_place_of_silence_and_one_too_late_is_counted)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_result in_time, late;

	run_new(run);
	take(run, false);
	in_time = silence(run, 3);
	late = silence(run, 4);
	take(run, false);
	memset(times, 0, sizeof times);
	in_time = up(&in_time);
	run_add(run, 0, &in_time, false);
	cr_expect_eq(take(run, false), 0);
	fake_now_ns += MST_HOLD_NS;
	cr_expect_eq(take(run, false), 2);
	cr_expect_eq(times[3], 1);
	cr_expect_eq(times[4], 1);
	late = up(&late);
	run_add(run, 0, &late, false);
	cr_expect_eq(take(run, true), 0);
	cr_expect_eq(mst_journal_late(run->journal), 1);
	run_free(run);
}

Test(journal_held, what_nobody_takes_needs_no_memory)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);

	run_new(run);
	run_verdicts(run, 0, 0, 50, 0);
	fake_now_ns += 3 * SECOND;
	run_verdicts(run, 0, 50, 60, 0);
	cr_expect(run->journal->held.off);
	cr_expect_eq(run->journal->held.count, 0);
	run_free(run);
}

static uint64_t held_since(struct journal_run *run)
{
	return mst_journal_info(run->journal)->held_since_ns;
}

Test(journal_held, the_next_process_knows_what_was_held_when_one_died)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_result first;

	run_new(run);
	take(run, false);
	first = silence(run, 3);
	fake_now_ns += SECOND;
	silence(run, 4);
	run_mark(run);
	run_resume(run);
	cr_expect_eq(held_since(run), first.time_ns - MST_HOLD_NS);
	run_resume(run); /* that process had no mark */
	cr_expect_eq(held_since(run), first.time_ns - MST_HOLD_NS);
	silence(run, 5);
	run_mark(run);
	take(run, true);
	cr_assert_eq(mst_journal_end(run->journal, false, NULL), 0);
	run_resume(run);
	cr_expect_eq(held_since(run), UINT64_MAX);
	run_free(run);
}

/* Silence that nobody wants is not held; what it turns into is. */
Test(journal_held, states_that_nobody_wants_are_not_handed_out)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_result results[50], found;
	size_t count;

	run_new(run);
	mst_journal_final_want(run->journal, 1u << MST_UP);
	cr_expect_eq(mst_journal_final(run->journal, false, results, 50), 0);
	for (uint64_t at = 0; at < 200; at++)
		silence(run, at);
	found = run_silent(run, 0, 7);
	found = up(&found);
	run_add(run, 0, &found, false);
	fake_now_ns += MST_HOLD_NS;
	count = mst_journal_final(run->journal, false, results, 50);
	cr_assert_eq(count, 1);
	cr_expect_eq(results[0].position, 7);
	cr_expect_eq(results[0].state, MST_UP);
	cr_expect_eq(mst_journal_late(run->journal), 0);
	run_free(run);
}
