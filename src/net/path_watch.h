/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_watch.h - whether gateways still stand in the routes, for frames that the kernel routes through a given
 * interface: where an IPv4 route is gone, it takes the target for a neighbour on that interface, and reports no error.
 */
#ifndef MST_NET_PATH_WATCH_H
#define MST_NET_PATH_WATCH_H

#include "net/path.h"
#include "net/process.h"

/* False: a path with an IPv4 gateway, of the first few, has none now. A few questions to the kernel, no dump. */
bool mst_paths_keep_gateways(const struct mst_paths *paths, const struct mst_process *process);

#endif
