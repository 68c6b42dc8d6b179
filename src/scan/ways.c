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

/* On a wire that is asked, both families are: what is sent to all is borne by all. */
static bool same_way(const struct mst_path *one, const struct mst_path *other, bool wire)
{
	if (!leads_out(other) || one->ifindex != other->ifindex)
		return false;
	if (wire)
		return true;
	return one->on_link == other->on_link && (one->on_link || mst_addr_equal(&one->gateway, &other->gateway));
}

/* The way of an earlier path of this sort, or a new one; the last is shared when there are too many. */
static unsigned way_for(const struct mst_plan *plan, size_t path, bool wire, unsigned most)
{
	const struct mst_path *paths = plan->paths.paths;

	for (size_t i = 0; i < path; i++) {
		if (mst_plan_asks_wire(plan, &paths[i]) == wire && same_way(&paths[i], &paths[path], wire))
			return plan->way_of[i];
	}
	return plan->way_count < most ? plan->way_count : most - 1;
}

static bool is_near(const struct mst_plan *plan, const struct mst_path *path)
{
	return path->on_link || mst_targets_are_private_between(plan->targets, &path->first, &path->last);
}

/* Wires that are asked, or the other paths: at most so many ways in all. */
static void choose(struct mst_plan *plan, bool wire, unsigned most)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];
		unsigned way;

		if (!leads_out(path) || mst_plan_asks_wire(plan, path) != wire)
			continue;
		way = way_for(plan, i, wire, most);
		plan->way_of[i] = (uint8_t)way;
		plan->near[way] &= is_near(plan, path);
		if (way == plan->way_count)
			plan->way_count++;
	}
}

static unsigned ways_most(const struct mst_plan *plan)
{
	unsigned most = MST_LANES_MAX / plan->config->lanes;

	return most < MST_WAYS_MAX ? most : MST_WAYS_MAX;
}

/* At a fixed rate ways have nothing of their own, but wires have theirs. */
int mst_ways_choose(struct mst_plan *plan, struct mst_error *err)
{
	unsigned most = ways_most(plan);

	plan->way_of = calloc(plan->paths.count + 1, sizeof *plan->way_of);
	if (!plan->way_of)
		return mst_fail(err, -ENOMEM, "no memory for ways");
	for (unsigned i = 0; i < MST_WAYS_MAX; i++)
		plan->near[i] = true;
	if (most == 1 && mst_plan_has_wire(plan))
		return mst_fail(err, -EINVAL, "--lanes %u: expected at most %d where targets are on the own link", plan->config->lanes,
		                MST_LANES_MAX / 2);
	choose(plan, true, most / 2);
	plan->wire_count = plan->way_count;
	choose(plan, false, plan->pacing.adaptive ? most : plan->wire_count + 1);
	if (plan->way_count == 0)
		plan->way_count = 1;
	plan->lanes = plan->config->lanes * plan->way_count;
	return 0;
}
