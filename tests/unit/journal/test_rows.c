/* SPDX-License-Identifier: BSD-2-Clause */
/* test_rows.c - rows of large journals, and of wanted states only. */
#include <stdlib.h>

#include "unit/journal/fixture_journal.h"

Test(journal_rows, more_records_than_a_window_holds)
{
	struct journal_run *run = run_open("10.0.0.0/15", NULL, false, false, &whole);

	run_new(run);
	run_verdicts(run, 0, 0, run->spaces[0].end - 1000, 4096);
	cr_assert_gt(run->journal->block_count, 5);
	check_rows(run, run->journal, true);
	run_free(run);
}

Test(journal_rows, only_wanted_states_have_rows)
{
	struct journal_run *run = run_open("10.0.0.0/20", "22,80", false, false, &whole);
	uint64_t expected = 0, count = 0;
	struct mst_result results[10];
	struct mst_rows *rows;
	size_t got;

	run_new(run);
	run_verdicts(run, 0, 0, 5000, 500);
	for (uint64_t at = 0; at < 5000; at++)
		expected += run->verdicts[0][at].state == MST_OPEN;
	cr_assert_eq(mst_journal_rows(&rows, run->journal, true, NULL), 0);
	mst_journal_rows_want(rows, 1u << MST_OPEN);
	while ((got = rows->kind->next(rows, results, 10)) > 0) {
		for (size_t i = 0; i < got; i++)
			cr_assert(same_verdict(&results[i], &run->verdicts[0][results[i].position]) &&
			          results[i].state == MST_OPEN);
		count += got;
	}
	cr_expect_eq(count, expected);
	rows->kind->close(rows);
	run_free(run);
}

Test(journal_rows, an_empty_run_has_none_or_all_unasked)
{
	struct journal_run *run = run_open("10.0.0.0/24", "22", false, true, &whole);

	run_new(run);
	check_rows(run, run->journal, false);
	check_rows(run, run->journal, true);
	run_free(run);
}

Test(journal_rows, say_what_they_are_of)
{
	struct journal_run *run = run_open("10.0.0.0/30", "22", false, false, &whole);
	struct mst_rows *rows;

	run_new(run);
	run_verdicts(run, 0, 0, 4, 0);
	run_mark(run);
	cr_assert_eq(mst_journal_rows(&rows, run->journal, false, NULL), 0);
	cr_expect_str_eq(rows->about.format, "journal");
	cr_expect(rows->about.ports && rows->about.proto == 6 && rows->about.complete);
	cr_expect_str_eq(rows->about.command, "muster sweep 10.0.0.0/8 -o x.csv");
	cr_expect_eq((uint64_t)mst_targets_count(rows->about.targets), 4);
	cr_expect_eq(rows->about.ended_ns, NOON + fake_now_ns);
	rows->kind->close(rows);
	run_free(run);
}

/* What rows say of the share that was missed, after a mark with this estimate. */
static struct mst_rows_missed missed_after(struct mst_missed missed)
{
	struct journal_run *run = run_open("10.0.0.0/30", "22", false, false, &whole);
	const struct mst_journal_mark mark = { .stats = { .missed = missed } };
	struct mst_rows_missed told;
	struct mst_rows *rows;

	run_new(run);
	run_verdicts(run, 0, 0, 4, 0);
	cr_assert_eq(mst_journal_mark(run->journal, &mark, NULL), 0);
	cr_assert_eq(mst_journal_rows(&rows, run->journal, false, NULL), 0);
	told = rows->about.missed;
	rows->kind->close(rows);
	run_free(run);
	return told;
}

Test(journal_rows, say_what_share_was_missed_if_that_is_known)
{
	struct mst_rows_missed missed = missed_after((struct mst_missed){ true, 0.02, 0.01, 0.05, 0 });

	cr_expect(missed.known);
	cr_expect_float_eq(missed.share, 0.02, 1e-12);
	cr_expect_float_eq(missed.low, 0.01, 1e-12);
	cr_expect_float_eq(missed.high, 0.05, 1e-12);
	cr_expect_not(missed_after((struct mst_missed){ false, 0, 0, 1, 0 }).known);
	cr_expect_not(missed_after((struct mst_missed){ true, 0.02, 0.5, 0.1, 0 }).known, "no interval");
}
