/* SPDX-License-Identifier: BSD-2-Clause */
/* targets.c - see targets.h. */
#include "plan/targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/path.h"
#include "target/set.h"

/* The list may be long: it is copied only if it must be changed. */
static bool has_any(const struct mst_targets *targets, const struct mst_addr *addrs, size_t count)
{
	mst_uint128 index;

	for (size_t i = 0; i < count; i++) {
		if (mst_targets_index(targets, &addrs[i], &index))
			return true;
	}
	return false;
}

static int fail_reserved(const struct mst_targets *given, struct mst_error *err)
{
	struct mst_addr first = mst_targets_at(given, 0);
	char text[MST_ADDR_TEXT];

	mst_addr_format(&first, text);
	return mst_fail(
		err, -EINVAL,
		"no targets left: %s%s a network or broadcast address of this machine's subnets, which no host has",
		text, mst_targets_count(given) == 1 ? " is" : ", and each of the others, is");
}

static int leave_out(struct mst_plan_targets *targets, const struct mst_addr *reserved, size_t count,
                     struct mst_error *err)
{
	const struct mst_targets *given = targets->set;
	uint64_t also = 0;

	if (!has_any(given, reserved, count))
		return 0;
	targets->own = mst_targets_without(given, reserved, count, &also);
	if (!targets->own)
		return mst_fail(err, -ENOMEM, "no memory for the targets");
	targets->set = targets->own;
	targets->left_out += also;
	return mst_targets_count(targets->set) == 0 ? fail_reserved(given, err) : 0;
}

int mst_plan_targets_choose(struct mst_plan_targets *targets, const struct mst_targets *given, bool sharded,
                            enum mst_phase phase, struct mst_error *err)
{
	mst_uint128 left_out = mst_targets_left_out(given);
	struct mst_addr *reserved;
	size_t count;
	int code;

	*targets = (struct mst_plan_targets){
		.set = given,
		.left_out = left_out < UINT64_MAX ? (uint64_t)left_out : UINT64_MAX,
	};
	if (phase == MST_PHASE_GATEWAYS)
		return 0;
	if (mst_targets_have(targets->set, MST_IPV6)) {
		code = mst_paths_anycast(&targets->anycast, &targets->anycast_count, err);
		if (code < 0)
			return code;
	}
	/* Shards may run on machines with different subnets: so all of them use the targets as given. */
	if (sharded)
		return 0;
	code = mst_paths_reserved(&reserved, &count, err);
	if (code < 0)
		return code;
	code = leave_out(targets, reserved, count, err);
	free(reserved);
	return code;
}

int mst_plan_targets_resume(struct mst_plan_targets *targets, const struct mst_targets *given,
                            const struct mst_targets *asked, struct mst_error *err)
{
	mst_uint128 all = mst_targets_count(given), left = mst_targets_count(asked);
	int code = mst_plan_targets_choose(targets, asked, true, MST_PHASE_ASKED, err);

	targets->left_out = all - left < UINT64_MAX ? (uint64_t)(all - left) : UINT64_MAX;
	if (all <= left)
		targets->left_out = 0;
	return code;
}

int mst_plan_targets_given(struct mst_plan_targets *targets, const struct mst_targets *set, uint64_t left_out,
                           const struct mst_addr *anycast, size_t anycast_count, struct mst_error *err)
{
	*targets = (struct mst_plan_targets){ .set = set, .left_out = left_out };
	if (anycast_count == 0)
		return 0;
	targets->anycast = calloc(anycast_count, sizeof *anycast);
	if (!targets->anycast)
		return mst_fail(err, -ENOMEM, "no memory for the targets");
	memcpy(targets->anycast, anycast, anycast_count * sizeof *anycast);
	targets->anycast_count = anycast_count;
	return 0;
}

void mst_plan_targets_free(struct mst_plan_targets *targets)
{
	mst_targets_free(targets->own);
	free(targets->anycast);
	*targets = (struct mst_plan_targets){ 0 };
}
