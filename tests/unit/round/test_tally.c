/* SPDX-License-Identifier: BSD-2-Clause */
/* Sums over the threads of a round, and over the processes of a run. */
#include <criterion/criterion.h>

#include "unit/round/fixture_round.h"

Test(round_tally, the_estimate_goes_on_from_what_earlier_processes_counted)
{
	struct fixture *fixture = fixture_new("127.0.1.1", "80", 1);
	struct mst_answered *before = &fixture->plan.resumed.answered, all, here;

	before->asked[1] = 1000;
	before->asked[MST_ANSWERED_ATTEMPTS] = 3;
	before->first[2] = 20;
	before->second[1] = 7;
	before->trips[MST_TRIP_OCTAVES - 1] = 5;
	fixture_ask(fixture, "127.0.1.1", 80);
	mst_tally_answered(&fixture->round.shared, &all);
	mst_tally_answered_here(&fixture->round.shared, &here);
	cr_expect_eq(all.asked[1], 1001);
	cr_expect_eq(all.asked[MST_ANSWERED_ATTEMPTS], 3);
	cr_expect_eq(all.first[2], 20);
	cr_expect_eq(all.second[1], 7);
	cr_expect_eq(all.trips[MST_TRIP_OCTAVES - 1], 5);
	cr_expect_eq(here.asked[1], 1);
	cr_expect_eq(here.first[2], 0);
	fixture_free(fixture);
}
