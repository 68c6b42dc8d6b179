/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_find.h - finds the paths to all targets, by a dump of the routes and questions to the kernel.
 */
#ifndef MST_NET_PATH_FIND_H
#define MST_NET_PATH_FIND_H

#include "net/path.h"
#include "net/process.h"

/* What overrides the kernel's choice; zeros: nothing does. */
struct mst_paths_choice {
	const char *interface, *source_ip; /* texts; NULL: the kernel's choice */
	const struct mst_flow *flows;      /* the flows that policy rules tell apart; NULL: one flow, of no protocol */
	unsigned flow_count;               /* 0..MST_FLOWS_MAX */
	const struct mst_process *process; /* NULL: this process, as it is now */
	const _Atomic bool *stop;          /* ends it with -ECANCELED when it becomes true; NULL: nothing does */
};

/*
 * -ENETDOWN: the interface is down. -EADDRNOTAVAIL: it has no address of the targets' family, and no source is given;
 * or the source cannot be used yet. -EINVAL: the interface does not exist; the source is no address,
 * no address of this machine (accepted with an interface that has none), or not of the targets' family. With an
 * interface, a target without a route through it counts as on-link. Reads only; sends nothing. A missing route is a
 * path of kind NONE, not an error.
 */
int mst_paths_find(struct mst_paths *paths, const struct mst_targets *targets, const struct mst_paths_choice *choice,
                   struct mst_error *err);

#endif
