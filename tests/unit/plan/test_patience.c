/* SPDX-License-Identifier: BSD-2-Clause */
/* test_patience.c - how long the last attempt waits: only where hosts may be far. */
#include "plan/patience.h"

#include <criterion/criterion.h>

#define MS UINT64_C(1000000)

static uint64_t last_ms(uint64_t timeout_ns, enum mst_egress_kind kind, bool beyond, uint64_t rtt_ns)
{
	struct mst_scan_retry retry = { .timeout_ns = timeout_ns };
	struct mst_patience patience = mst_patience_choose(&retry, true, false);
	struct mst_egress egress = { .kind = kind, .beyond = beyond };
	struct mst_rtt rtt = { 0 };

	if (rtt_ns)
		mst_rtt_sample(&rtt, rtt_ns);
	return mst_patience_last_ns(&patience, &egress, &rtt) / MS;
}

Test(plan_patience, the_last_attempt_waits_where_an_answer_came_from_afar)
{
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ROUTED, true, 12 * MS), 3000);
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ROUTED, false, 12 * MS), 3000, "ports of a host on radio");
}

Test(plan_patience, it_waits_for_a_second_beyond_a_gateway_where_all_answers_came_from_near)
{
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ROUTED, true, 1 * MS), 1000);
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ROUTED, false, 1 * MS), 0);
	cr_expect_eq(last_ms(80 * MS, MST_EGRESS_ROUTED, true, 1 * MS), 0);
}

Test(plan_patience, it_waits_where_nothing_tells_beyond_a_gateway)
{
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ROUTED, true, 0), 3000);
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ROUTED, false, 0), 0);
}

Test(plan_patience, it_never_waits_on_a_link_or_against_the_users_word)
{
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ON_LINK, false, 12 * MS), 0);
	cr_expect_eq(last_ms(MST_TIMEOUT_AUTO, MST_EGRESS_ON_LINK, false, 0), 0);
	cr_expect_eq(last_ms(80 * MS, MST_EGRESS_ROUTED, true, 12 * MS), 0);
	cr_expect_eq(last_ms(80 * MS, MST_EGRESS_ROUTED, true, 0), 0);
}

Test(plan_patience, the_ports_of_one_host_are_as_near_as_it_is)
{
	struct mst_scan_retry retry = { .timeout_ns = MST_TIMEOUT_AUTO };
	struct mst_patience patience = mst_patience_choose(&retry, true, true);
	struct mst_egress egress = { .kind = MST_EGRESS_ROUTED, .beyond = true };
	struct mst_rtt rtt = { 0 };

	cr_expect_eq(mst_patience_last_ns(&patience, &egress, &rtt), 3000 * MS, "no answer shows how far it is");
	mst_rtt_sample(&rtt, 1 * MS);
	cr_expect_eq(mst_patience_last_ns(&patience, &egress, &rtt), 0);
}

Test(plan_patience, a_first_attempt_by_sockets_waits_for_the_kernels_repetition)
{
	struct mst_scan_retry retry = { .timeout_ns = MST_TIMEOUT_AUTO };
	struct mst_patience patience = mst_patience_choose(&retry, true, false);

	cr_expect_eq(patience.first_ns, 0);
	mst_patience_by_sockets(&patience);
	cr_expect_eq(patience.first_ns, 1100 * MS);
	cr_expect_eq(patience.near_last_ns, 0, "so a far host has had its time");
	cr_expect_eq(patience.last_ns, 3000 * MS);
	cr_expect_eq(patience.floor_ns, 50 * MS, "later ones follow the round trips");
	retry.timeout_ns = 80 * MS;
	patience = mst_patience_choose(&retry, true, false);
	mst_patience_by_sockets(&patience);
	cr_expect_eq(patience.first_ns, 0, "the user set it");
}
