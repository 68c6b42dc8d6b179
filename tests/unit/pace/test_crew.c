/* SPDX-License-Identifier: BSD-2-Clause */
/* test_crew.c - a lane joins while the others are busy and a CPU is idle, and stays if it brings something. */
#include "pace/crew.h"

#include <criterion/criterion.h>

#define MS UINT64_C(1000000)

struct machine {
	struct mst_crew crew;
	struct mst_crew_senses senses;
	double cpus;       /* of the machine */
	double busy;       /* of the time of each lane */
	double each, both; /* frames a second that one lane sends alone, and that each of several does */
	double others;     /* CPUs that other programs want */
	unsigned joined, left;
};

static void begin(struct machine *machine)
{
	machine->senses.now_ns = 1000 * MS;
	mst_crew_open(&machine->crew, 1, 4, &machine->senses);
}

/* So many looks; lanes take a CPU each, as far as there are. */
static void go(struct machine *machine, unsigned looks)
{
	for (unsigned i = 0; i < looks; i++) {
		unsigned lanes = machine->crew.lanes, now;
		double s = (double)MST_CREW_WINDOW_NS / 1e9, pps = lanes == 1 ? machine->each : lanes * machine->both;
		double used = lanes * machine->busy + machine->others;

		machine->senses.now_ns += MST_CREW_WINDOW_NS;
		machine->senses.sent += (uint64_t)(pps * s);
		machine->senses.slept_ns += (uint64_t)((1 - machine->busy) * s * 1e9 * lanes);
		machine->senses.spare_ns += used < machine->cpus ? (uint64_t)((machine->cpus - used) * s * 1e9) : 0;
		machine->senses.others_ns += (uint64_t)(machine->others * s * 1e9);
		cr_assert(mst_crew_is_due(&machine->crew, machine->senses.now_ns));
		now = mst_crew_turn(&machine->crew, &machine->senses);
		machine->joined += now > lanes;
		machine->left += now < lanes;
	}
}

Test(pace_crew, lanes_join_one_by_one_while_each_brings_more)
{
	struct machine machine = { .cpus = 4, .busy = 1, .each = 1e6, .both = 0.9e6 };

	begin(&machine);
	go(&machine, 60);
	cr_expect_eq(machine.crew.lanes, 4);
	cr_expect_eq(machine.joined, 3);
	cr_expect_eq(machine.left, 0);
}

Test(pace_crew, none_joins_a_lane_that_has_time_to_sleep)
{
	struct machine machine = { .cpus = 4, .busy = 0.6, .each = 1e6, .both = 1e6 };

	begin(&machine);
	go(&machine, 60);
	cr_expect_eq(machine.joined, 0);
}

Test(pace_crew, none_joins_where_no_cpu_is_idle)
{
	struct machine machine = { .cpus = 2, .busy = 1, .each = 1e6, .both = 1e6, .others = 1 };

	begin(&machine);
	go(&machine, 60);
	cr_expect_eq(machine.joined, 0);
}

Test(pace_crew, one_that_brings_nothing_leaves_and_is_tried_ever_later)
{
	struct machine machine = { .cpus = 4, .busy = 1, .each = 1e6, .both = 0.45e6 };

	begin(&machine);
	go(&machine, 200); /* ten seconds */
	while (machine.crew.trying)
		go(&machine, 1);
	cr_expect_eq(machine.crew.lanes, 1);
	cr_expect_eq(machine.joined, machine.left);
	cr_expect(machine.joined >= 3 && machine.joined <= 5, "%u tries", machine.joined);
}

Test(pace_crew, one_leaves_when_another_program_wants_the_cpu)
{
	struct machine machine = { .cpus = 2, .busy = 1, .each = 1e6, .both = 0.9e6 };

	begin(&machine);
	go(&machine, 20);
	cr_assert_eq(machine.crew.lanes, 2);
	machine.others = 1;
	go(&machine, 20);
	cr_expect_eq(machine.crew.lanes, 1);
	machine.others = 0;
	go(&machine, 40);
	cr_expect_eq(machine.crew.lanes, 2, "and comes back");
}

/* Ticks of the machine and the clock of the process differ. */
Test(pace_crew, a_sum_that_becomes_smaller_is_no_time)
{
	struct machine machine = { .cpus = 4, .busy = 1, .each = 1e6, .both = 1e6 };

	begin(&machine);
	machine.senses.others_ns = 500 * MS;
	go(&machine, 1);
	machine.senses.others_ns = 0;
	go(&machine, 1);
	cr_expect_lt(machine.crew.others, 10);
}

Test(pace_crew, an_egress_of_one_lane_is_never_looked_at)
{
	struct mst_crew_senses senses = { .now_ns = 1 };
	struct mst_crew crew;

	mst_crew_open(&crew, 1, 1, &senses);
	cr_expect_not(mst_crew_is_due(&crew, UINT64_MAX));
}
