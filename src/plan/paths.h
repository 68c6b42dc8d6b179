/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * paths.h - the paths to the targets of a plan, by the config and the kernel's routes.
 */
#ifndef MST_PLAN_PATHS_H
#define MST_PLAN_PATHS_H

#include <muster/scan_config.h>

#include "net/path.h"
#include "net/process.h"
#include "plan/dead_hops.h"
#include "plan/flows.h"
#include "plan/phase.h"

/* What paths are found by. */
struct mst_paths_wanted {
	const struct mst_scan_route *route;
	const struct mst_targets *targets;
	const struct mst_flows *flows;
	const struct mst_dead_hops *dead;  /* their targets go by the other next hops of their route; NULL: none */
	const struct mst_process *process; /* NULL: this process, as it is now */
	enum mst_phase phase;
	const _Atomic bool *stop; /* ends the asking when it becomes true; NULL: nothing does */
};

/* 0 and owned paths. -ENETUNREACH with a sentence: no path leads to a target, where the config wants one;
 * others: those of net/path_find.h, netlink's. */
int mst_plan_paths_find(struct mst_paths *paths, const struct mst_paths_wanted *wanted, struct mst_error *err);

/* -ENOMEM with a sentence. */
int mst_paths_copy(struct mst_paths *paths, const struct mst_paths *other, struct mst_error *err);

/* The paths by what the kernel says at this moment; owned by the caller. 0, or a negative errno: some target has none
 * that can be told. Needs no privilege. Any thread. */
int mst_plan_paths_now(struct mst_paths *paths, const struct mst_paths_wanted *wanted);

/* Whether the kernel still routes every target as when these paths were found. Needs no privilege. Any thread. */
bool mst_plan_paths_hold(const struct mst_paths *paths, const struct mst_paths_wanted *wanted);

/* Whether the targets of any path are neighbours, which ARP or neighbour discovery can ask. */
bool mst_paths_have_neighbours(const struct mst_paths *paths);

#endif
