/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path_join.h - the paths of several flows, made one list: see struct mst_paths.
 */
#ifndef MST_NET_PATH_JOIN_H
#define MST_NET_PATH_JOIN_H

#include "net/flow.h"
#include "net/path.h"

/*
 * Makes one list of those of `flows` flows, 1..MST_FLOWS_MAX, each of which covers the same targets. Where all are
 * equal the list is that of one flow. `lists` stay the caller's, who frees them. -ENOMEM; then *paths is to be freed,
 * too.
 */
int mst_paths_join(struct mst_paths *paths, struct mst_paths *lists, unsigned flows);

#endif
