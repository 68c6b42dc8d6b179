/* SPDX-License-Identifier: BSD-2-Clause */
/* paths.c - see paths.h. */
#include "plan/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* A /0 without a default route is reported as one range, not as a million addresses. */
static int check_routes(const struct mst_paths *paths, struct mst_error *err)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT];

	for (size_t i = 0; i < paths->count; i++) {
		const struct mst_path *path = &paths->paths[i];

		if (path->kind != MST_PATH_NONE)
			continue;
		mst_addr_format(&path->first, first);
		mst_addr_format(&path->last, last);
		if (mst_addr_equal(&path->first, &path->last))
			return mst_fail(err, -EINVAL, "no route to %s: expected targets that this machine can reach",
			                first);
		return mst_fail(err, -EINVAL,
		                "no route to targets between %s and %s: expected targets that this machine can reach "
		                "(--exclude leaves the others out)",
		                first, last);
	}
	return 0;
}

/* If some targets can be asked, those without a route get verdicts like the others. */
static void accept_unrouted(struct mst_paths *paths)
{
	bool any = false;

	for (size_t i = 0; i < paths->count; i++)
		any |= paths->paths[i].kind <= MST_PATH_LOCAL;
	for (size_t i = 0; i < paths->count && any; i++) {
		if (paths->paths[i].kind == MST_PATH_NONE)
			paths->paths[i].kind = MST_PATH_BLACKHOLE;
	}
}

/* A gateway is on the link of its route, even if the routing table has no route to the gateway itself. */
static void put_on_link(struct mst_path *path)
{
	path->gateway = (struct mst_addr){ 0 };
	path->on_link = path->neighbours = path->kind == MST_PATH_UNICAST;
}

/* The paths by the routing table of this moment. */
static int ask_kernel(struct mst_paths *paths, const struct mst_scan_route *route, const struct mst_targets *targets,
                      enum mst_phase phase, struct mst_error *err)
{
	int code = mst_paths_find(paths, targets, route->interface, route->source_ip, err);

	if (code == 0 && route->unrouted)
		accept_unrouted(paths);
	for (size_t i = 0; i < paths->count && route->no_arp; i++)
		paths->paths[i].neighbours = false;
	for (size_t i = 0; i < paths->count && phase == MST_PHASE_GATEWAYS; i++)
		put_on_link(&paths->paths[i]);
	return code;
}

int mst_plan_paths_find(struct mst_paths *paths, const struct mst_scan_route *route, const struct mst_targets *targets,
                        enum mst_phase phase, struct mst_error *err)
{
	int code = ask_kernel(paths, route, targets, phase, err);

	return code < 0 ? code : check_routes(paths, err);
}

int mst_paths_copy(struct mst_paths *paths, const struct mst_paths *other, struct mst_error *err)
{
	paths->count = 0;
	paths->paths = calloc(other->count + 1, sizeof *paths->paths);
	if (!paths->paths)
		return mst_fail(err, -ENOMEM, "no memory for the paths to the targets");
	memcpy(paths->paths, other->paths, other->count * sizeof *paths->paths);
	paths->count = other->count;
	return 0;
}

static bool is_same(const struct mst_path *a, const struct mst_path *b)
{
	return a->kind == b->kind && a->ifindex == b->ifindex && mst_addr_equal(&a->first, &b->first) &&
	       mst_addr_equal(&a->last, &b->last) && mst_addr_equal(&a->source, &b->source) &&
	       mst_addr_equal(&a->gateway, &b->gateway);
}

bool mst_plan_paths_hold(const struct mst_paths *paths, const struct mst_scan_route *route,
                         const struct mst_targets *targets, enum mst_phase phase)
{
	struct mst_paths now = { 0 };
	struct mst_error ignored;
	bool same = ask_kernel(&now, route, targets, phase, &ignored) == 0 && now.count == paths->count;

	for (size_t i = 0; i < now.count && same; i++)
		same = is_same(&now.paths[i], &paths->paths[i]);
	mst_paths_free(&now);
	return same;
}

bool mst_paths_have_neighbours(const struct mst_paths *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		if (paths->paths[i].neighbours)
			return true;
	}
	return false;
}
