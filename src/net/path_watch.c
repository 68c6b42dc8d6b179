/* SPDX-License-Identifier: BSD-2-Clause */
/* path_watch.c - see path_watch.h. */
#include "net/path_watch.h"

#include "net/routes.h"

#define WATCHED_MAX 16

bool mst_paths_keep_gateways(const struct mst_paths *paths, const struct mst_process *process)
{
	struct mst_error ignored;
	struct mst_rtnl *rtnl;
	bool keep = true;

	if (mst_rtnl_open(&rtnl, &ignored) < 0)
		return true;
	for (size_t i = 0; i < paths->count && i < WATCHED_MAX && keep; i++) {
		const struct mst_path *path = &paths->paths[i];
		struct mst_route_question question = {
			.destination = &path->first,
			.source = &path->source,
			.oif = path->ifindex,
			.process = process,
		};
		struct mst_route route;

		if (path->kind == MST_PATH_UNICAST && path->gateway.family && path->first.family == MST_IPV4)
			keep = mst_routes_ask(&route, rtnl, &question) < 0 || route.gateway.family;
	}
	mst_rtnl_close(rtnl);
	return keep;
}
