/* SPDX-License-Identifier: BSD-2-Clause */
/* The counts of a run that several processes worked on. */
#include <criterion/criterion.h>

#include "scan/before.h"

Test(scan_before, counts_of_earlier_processes_are_added)
{
	struct mst_scan_stats before = {
		.sent = 100,
		.up = 20,
		.verdicts = 30,
		.asked = 40,
		.left_out = 4,
		.elapsed_ns = 5,
		.started_ns = 7,
	};
	struct mst_scan_stats stats = { .targets = 60, .sent = 50, .up = 1, .verdicts = 2, .asked = 3, .left_out = 2 };

	before.strays_by[0] = 9;
	stats.elapsed_ns = 2;
	stats.started_ns = 99;
	mst_before_add(&before, &stats);
	cr_expect_eq(stats.sent, 150);
	cr_expect_eq(stats.up, 21);
	cr_expect_eq(stats.verdicts, 32);
	cr_expect_eq(stats.asked, 43);
	cr_expect_eq(stats.targets, 60);
	cr_expect_eq(stats.left_out, 4, "the same targets, not more");
	cr_expect_eq(stats.strays_by[0], 9);
	cr_expect_eq(stats.elapsed_ns, 7);
	cr_expect_eq(stats.started_ns, 7, "of the first process");
}

Test(scan_before, a_target_that_two_processes_asked_counts_once)
{
	struct mst_scan_stats before = { .asked = 40 };
	struct mst_scan_stats stats = { .targets = 60, .asked = 30 };

	mst_before_add(&before, &stats);
	cr_expect_eq(stats.asked, 60);
}

Test(scan_before, a_run_that_begins_stays_as_it_is)
{
	struct mst_scan_stats before = { 0 };
	struct mst_scan_stats stats = { .targets = 60, .asked = 30, .started_ns = 99 };

	mst_before_add(&before, &stats);
	cr_expect_eq(stats.asked, 30);
	cr_expect_eq(stats.started_ns, 99);
}
