/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts that are known before a question is asked. */
#include <criterion/criterion.h>

#include "plan/preset.h"

Test(plan_preset, what_a_resumed_run_excludes_is_unknown_and_not_asked)
{
	struct mst_targets *excluded = mst_targets_new();
	struct mst_scan_config config = { .probing.excluded = excluded };
	struct mst_plan plan = { .config = &config };
	const struct mst_path path = { .kind = MST_PATH_UNICAST };
	const struct mst_route_out route = { .path = &path };
	struct mst_addr inside = mst_addr_from_ipv4(0x0a000001), outside = mst_addr_from_ipv4(0x0a000101);
	struct mst_preset preset;
	struct mst_error err;

	cr_assert_eq(mst_targets_add(excluded, "10.0.0.0/24", &err), 0);
	cr_assert_eq(mst_targets_close(excluded, &err), 0);
	preset = mst_preset_verdict(&plan, &route, &inside);
	cr_expect(preset.settled);
	cr_expect_eq(preset.state, MST_UNKNOWN);
	cr_expect_eq(preset.reason, MST_EXCLUDED);
	cr_expect_not(mst_preset_verdict(&plan, &route, &outside).settled);
	plan.probing.about_ports = true;
	cr_expect_eq(mst_preset_verdict(&plan, &route, &inside).reason, MST_EXCLUDED);
	mst_targets_free(excluded);
}

Test(plan_preset, where_no_question_is_settled_before_it_is_said_so)
{
	struct mst_scan_config config = { 0 };
	struct mst_plan plan = { .config = &config };
	struct mst_path path = { 0 };
	struct mst_route_out route = { .path = &path };
	const struct mst_addr addr = mst_addr_from_ipv4(0x0a000001);

	for (unsigned kind = MST_PATH_UNICAST; kind <= MST_PATH_NONE; kind++) {
		path.kind = (enum mst_path_kind)kind;
		for (unsigned i = 0; i < 4; i++) {
			plan.probing.about_ports = i & 1;
			route.hop = (struct mst_hop){ .kind = i & 2 ? MST_HOP_SILENT : MST_HOP_ETHERNET,
				                      .asked = true };
			cr_expect_eq(mst_preset_never(&plan, &route), kind == MST_PATH_UNICAST && !(i & 2));
			if (mst_preset_never(&plan, &route))
				cr_expect_not(mst_preset_verdict(&plan, &route, &addr).settled);
		}
	}
	cr_expect_not(mst_preset_never(&plan, NULL));
}
