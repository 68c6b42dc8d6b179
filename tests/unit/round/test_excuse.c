/* SPDX-License-Identifier: BSD-2-Clause */
/* What silence proves where the gateway of some targets has not been found. */
#include <criterion/criterion.h>

#include "round/excuse.h"
#include "unit/round/fixture_round.h"

static enum mst_reason excuse_behind(enum mst_hop_kind kind)
{
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct mst_shared *shared = &fixture->round.shared;
	struct mst_context context = {
		.plan = shared->plan,
		.egress = &shared->plan->egresses.of[0],
		.shared = shared,
		.state = &shared->egresses[0],
		.published = &shared->published[0],
	};
	struct mst_due due = { .port = 80, .attempt = 1 };
	enum mst_reason reason;

	cr_assert_eq(mst_addr_parse(&due.addr, "127.0.0.1"), 0);
	for (size_t i = 0; i < fixture->plan.paths.count; i++)
		fixture->plan.routes[i].hop.kind = kind;
	mst_store(&context.state->proof.standing, MST_ENGINE_UNRESOLVED, relaxed);
	reason = mst_excuse_of(&context, false, &due, fixture->now_ns, fixture->now_ns + 1);
	fixture_free(fixture);
	return reason;
}

Test(round_excuse, only_targets_behind_the_gateway_that_is_not_found_are_excused)
{
	cr_expect_eq(excuse_behind(MST_HOP_SILENT), MST_GATEWAY_SILENT);
	cr_expect_eq(excuse_behind(MST_HOP_ETHERNET), MST_NO_RESPONSE, "its silence proves something");
}
