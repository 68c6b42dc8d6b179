/* plan_paths.c - the ways to the targets of a plan, as the kernel tells them. See plan.h. */
#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "scan/plan.h"

/* A /0 without a default route is told as one range, not as a million. */
static int check_routes(const struct mst_plan *plan, struct mst_error *err)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT];

	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		if (path->kind != MST_PATH_NONE)
			continue;
		mst_addr_format(&path->first, first);
		mst_addr_format(&path->last, last);
		if (mst_addr_equal(&path->first, &path->last))
			return mst_fail(err, -EINVAL, "no route to %s: expected targets that this machine can reach", first);
		return mst_fail(err, -EINVAL,
		                "no route to targets between %s and %s: expected targets that this machine can reach "
		                "(--exclude leaves the others out)", first, last);
	}
	return 0;
}

/* Where it is wanted, and somebody can be asked: no route is a word like another. */
static void accept_unrouted(struct mst_paths *paths)
{
	bool anybody = false;

	for (size_t i = 0; i < paths->count; i++)
		anybody |= paths->paths[i].kind <= MST_PATH_LOCAL;
	for (size_t i = 0; i < paths->count && anybody; i++) {
		if (paths->paths[i].kind == MST_PATH_NONE)
			paths->paths[i].kind = MST_PATH_BLACKHOLE;
	}
}

/* A gateway is on the link that a route names, even where routes say that it is behind itself, or nowhere. */
static void put_on_link(struct mst_path *path)
{
	path->gateway = (struct mst_addr){ 0 };
	path->on_link = path->wire = path->kind == MST_PATH_UNICAST;
}

/* What the routing table says now. */
static int ask_paths(struct mst_paths *paths, const struct mst_plan *plan, struct mst_error *err)
{
	const struct mst_scan_config *config = plan->config;
	int code = mst_paths_find(paths, plan->targets, config->interface, config->source_ip, err);

	if (code == 0 && config->unrouted)
		accept_unrouted(paths);
	for (size_t i = 0; i < paths->count && config->no_arp; i++)
		paths->paths[i].wire = false;
	for (size_t i = 0; i < paths->count && plan->phase == MST_PHASE_GATEWAYS; i++)
		put_on_link(&paths->paths[i]);
	return code;
}

bool mst_plan_has_wire(const struct mst_plan *plan)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		if (plan->paths.paths[i].wire)
			return true;
	}
	return false;
}

int mst_plan_find_paths(struct mst_plan *plan, struct mst_error *err)
{
	int code = ask_paths(&plan->paths, plan, err);

	if (code == 0)
		code = check_routes(plan, err);
	if (code == 0 && !(plan->hops = calloc(plan->paths.count + 1, sizeof *plan->hops)))
		code = mst_fail(err, -ENOMEM, "no memory for the next hops");
	return code;
}

static bool is_same_way(const struct mst_path *a, const struct mst_path *b)
{
	return a->kind == b->kind && a->ifindex == b->ifindex && mst_addr_equal(&a->first, &b->first) &&
	       mst_addr_equal(&a->last, &b->last) && mst_addr_equal(&a->source, &b->source) &&
	       mst_addr_equal(&a->gateway, &b->gateway);
}

bool mst_plan_is_routed(const struct mst_plan *plan)
{
	struct mst_paths now = { 0 };
	struct mst_error ignored;
	bool same = ask_paths(&now, plan, &ignored) == 0 && now.count == plan->paths.count;

	for (size_t i = 0; i < now.count && same; i++)
		same = is_same_way(&now.paths[i], &plan->paths.paths[i]);
	mst_paths_free(&now);
	return same;
}
