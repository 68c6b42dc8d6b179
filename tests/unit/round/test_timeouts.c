/* SPDX-License-Identifier: BSD-2-Clause */
/* test_timeouts.c - how long lanes wait, by the round trips so far and the time that threads had no CPU. */
#include "round/timeouts.h"

#include <criterion/criterion.h>

#include "unit/round/fixture_round.h"

/* Else a host behind a satellite would be down because this machine was busy. */
Test(round_timeouts, hosts_that_are_far_are_waited_for_on_a_busy_machine_too)
{
	struct fixture *fixture = fixture_new_hosts("127.0.0.0/28", NULL, 1, MST_DETECT_OFF);
	struct mst_shared *shared = &fixture->round.shared;
	struct mst_egress *egress = &fixture->plan.egresses.of[fixture->plan.egresses.count - 1];
	struct mst_estimator *estimators = fixture->round.receiver->answers.estimators;

	egress->beyond = true;
	fixture->plan.patience.adaptive = true;
	fixture->plan.patience.last_ns = 3 * MST_NS_PER_SECOND;
	fixture->plan.patience.near_last_ns = MST_NS_PER_SECOND;
	mst_timeouts_publish(shared, estimators, 500 * MST_NS_PER_MS);
	mst_rtt_sample(&estimators[egress->number].rtt, 50 * MST_NS_PER_MS);
	mst_timeouts_publish(shared, estimators, 500 * MST_NS_PER_MS);
	cr_expect_eq(mst_load(&shared->egresses[egress->number].last_wait_ns, relaxed), 3 * MST_NS_PER_SECOND);
	fixture_free(fixture);
}
