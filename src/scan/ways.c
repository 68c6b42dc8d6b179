/* ways.c - see ways.h. */
#include "scan/ways.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "target/private.h"

static bool leads_out(const struct mst_path *path)
{
	return path->kind <= MST_PATH_LOCAL;
}

static bool same_way(const struct mst_path *one, const struct mst_path *other)
{
	return leads_out(one) && leads_out(other) && one->ifindex == other->ifindex && one->on_link == other->on_link &&
	       (one->on_link || mst_addr_equal(&one->gateway, &other->gateway));
}

/* The way of an earlier path, or a new one; the last is shared when there are too many. */
static unsigned way_for(const struct mst_plan *plan, size_t path, unsigned most)
{
	const struct mst_path *paths = plan->paths.paths;

	for (size_t i = 0; i < path; i++) {
		if (same_way(&paths[i], &paths[path]))
			return plan->way_of[i];
	}
	return plan->way_count < most ? plan->way_count : most - 1;
}

/* At a fixed rate ways have nothing of their own. */
static unsigned ways_most(const struct mst_plan *plan)
{
	unsigned most = MST_LANES_MAX / plan->config->lanes;

	if (!plan->pacing.adaptive)
		return 1;
	return most < MST_WAYS_MAX ? most : MST_WAYS_MAX;
}

static bool is_near(const struct mst_plan *plan, const struct mst_path *path)
{
	return path->on_link || mst_targets_are_private_between(plan->targets, &path->first, &path->last);
}

int mst_ways_choose(struct mst_plan *plan, struct mst_error *err)
{
	plan->way_of = calloc(plan->paths.count + 1, sizeof *plan->way_of);
	if (!plan->way_of)
		return mst_fail(err, -ENOMEM, "no memory for ways");
	for (unsigned i = 0; i < MST_WAYS_MAX; i++)
		plan->near[i] = true;
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];
		unsigned way = leads_out(path) ? way_for(plan, i, ways_most(plan)) : 0;

		plan->way_of[i] = (uint8_t)way;
		if (!leads_out(path))
			continue;
		plan->near[way] &= is_near(plan, path);
		if (way == plan->way_count)
			plan->way_count++;
	}
	if (plan->way_count == 0)
		plan->way_count = 1;
	plan->lanes = plan->config->lanes * plan->way_count;
	return 0;
}
