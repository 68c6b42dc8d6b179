/* SPDX-License-Identifier: BSD-2-Clause */
/* test_machine.c - what this machine did to a round: the longest time without CPU, and who had it. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/clock.h"
#include "round/machine.h"

#define MS MST_NS_PER_MS
#define AT (100 * MST_NS_PER_SECOND)

static void sleep_for(struct mst_machine *machine, uint64_t slept_ms, uint64_t now_ns)
{
	mst_machine_slept(machine, 4 * MS, slept_ms * MS, now_ns);
}

Test(round_machine, the_longest_stall_of_late_is_remembered_for_a_second_or_two)
{
	struct mst_machine machine = { .limit = MST_LIMIT_MACHINE, .stat = -1 };

	sleep_for(&machine, 84, AT);
	sleep_for(&machine, 24, AT + 10 * MS);
	cr_expect_eq(mst_machine_stall_ns(&machine), 80 * MS);
	sleep_for(&machine, 24, AT + 1010 * MS);
	cr_expect_eq(mst_machine_stall_ns(&machine), 80 * MS);
	sleep_for(&machine, 14, AT + 2010 * MS);
	cr_expect_eq(mst_machine_stall_ns(&machine), 20 * MS);
	sleep_for(&machine, 9, AT + 9010 * MS);
	cr_expect_eq(mst_machine_stall_ns(&machine), 5 * MS);
}

Test(round_machine, waking_up_takes_its_time_and_a_stopped_process_is_no_measure)
{
	struct mst_machine machine = { .limit = MST_LIMIT_MACHINE, .stat = -1 };

	mst_machine_slept(&machine, 4 * MS, 4 * MS + 300000, AT);
	cr_expect_eq(mst_machine_stall_ns(&machine), 0);
	sleep_for(&machine, 60000, AT);
	cr_expect_eq(mst_machine_stall_ns(&machine), 500 * MS);
}

Test(round_machine, a_lane_without_cpu_is_a_stall_once)
{
	struct mst_machine machine = { .limit = MST_LIMIT_MACHINE, .stat = -1 };

	mst_machine_note_late(&machine, 1, 70 * MS, AT);
	cr_expect_eq(mst_machine_stall_ns(&machine), 70 * MS);
	mst_machine_note_late(&machine, 1, 70 * MS, AT + 3000 * MS);
	mst_machine_note_late(&machine, 1, 70 * MS, AT + 6000 * MS);
	cr_expect_eq(mst_machine_stall_ns(&machine), 0);
}

/* What is judged of 200 ms in which threads ran and waited for so long, and a control group was held back. */
static enum mst_limit judged(uint64_t ran_ms, uint64_t waited_ms, uint64_t held_ms)
{
	struct mst_machine machine = { .limit = MST_LIMIT_MACHINE, .stat = -1, .before.now_ns = AT, .quota.count = 1 };
	FILE *stat = tmpfile();

	cr_assert_not_null(stat);
	fprintf(stat, "nr_throttled 3\nthrottled_usec %lu\n", (unsigned long)held_ms * 1000);
	fflush(stat);
	machine.quota.fds[0] = fileno(stat);
	cr_assert_not(mst_machine_is_due(&machine, AT + 99 * MS));
	cr_assert(mst_machine_is_due(&machine, AT + 200 * MS));
	mst_machine_judge(&machine, ran_ms * MS, waited_ms * MS, AT + 200 * MS);
	fclose(stat);
	return machine.limit;
}

Test(round_machine, other_programs_a_quota_and_a_machine_at_its_best_are_told_apart)
{
	cr_expect_eq(judged(150, 10, 0), MST_LIMIT_MACHINE);
	cr_expect_eq(judged(60, 120, 0), MST_LIMIT_CPU);
	cr_expect_eq(judged(40, 160, 160), MST_LIMIT_QUOTA);
	cr_expect_eq(judged(0, 0, 0), MST_LIMIT_MACHINE);
}

/* Two CPUs, 200 ms: lanes were late for so long by their own clock, and the hypervisor took so much. */
static enum mst_limit robbed(uint64_t late_ms, uint64_t stolen_ms, uint64_t waited_ms, uint64_t held_ms)
{
	struct mst_machine_facts before = { .now_ns = AT, .stolen_ns = 12345 * MS };
	struct mst_machine_facts now = {
		.now_ns = AT + 200 * MS,
		.ran_ns = 150 * MS,
		.waited_ns = waited_ms * MS,
		.held_ns = held_ms * MS,
		.late_ns = late_ms * MS,
		.stolen_ns = before.stolen_ns + stolen_ms * MS,
	};

	return mst_machine_limit(&before, &now);
}

Test(round_machine, time_that_a_hypervisor_took_is_told_apart_from_that_of_other_programs)
{
	cr_expect_eq(robbed(120, 200, 10, 0), MST_LIMIT_STOLEN);
	cr_expect_eq(robbed(120, 200, 100, 0), MST_LIMIT_STOLEN, "they waited for a CPU that was not there");
	cr_expect_eq(robbed(120, 10, 100, 0), MST_LIMIT_CPU);
	cr_expect_eq(robbed(10, 200, 10, 0), MST_LIMIT_MACHINE, "it took other CPUs: lanes ran");
	cr_expect_eq(robbed(120, 0, 10, 0), MST_LIMIT_MACHINE, "late in a system call");
	cr_expect_eq(robbed(190, 200, 10, 190), MST_LIMIT_QUOTA);
}

/* Steal of a whole second stands in the file; lanes were so late in the meantime. */
static enum mst_limit judged_by_stat(uint64_t late_ms)
{
	struct mst_machine machine = { .limit = MST_LIMIT_MACHINE, .before.now_ns = AT };
	FILE *stat = tmpfile();

	cr_assert_not_null(stat);
	fputs("cpu  9 8 7 6 5 4 3 1000000 2 1\ncpu0 9 8 7 6 5 4 3 1000000 2 1\n", stat);
	fflush(stat);
	machine.stat = fileno(stat);
	mst_machine_note_late(&machine, 0, late_ms * MS, AT + 200 * MS);
	mst_machine_judge(&machine, 200 * MS, 0, AT + 200 * MS);
	fclose(stat);
	return machine.limit;
}

Test(round_machine, steal_is_read_only_when_lanes_were_late)
{
	cr_expect_eq(judged_by_stat(150), MST_LIMIT_STOLEN);
	cr_expect_eq(judged_by_stat(30), MST_LIMIT_MACHINE);
}
