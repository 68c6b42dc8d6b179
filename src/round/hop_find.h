/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hop_find.h - which next hops of a round are watched: the gateways, and hosts on links whose ports are probed, if they
 * are few.
 */
#ifndef MST_ROUND_HOP_FIND_H
#define MST_ROUND_HOP_FIND_H

#include "round/hop_socket.h"
#include "round/watched_hops.h"
#include "tx/tx.h"

/* How many hops a plan may have, at most MST_WATCHED_HOPS_MAX. */
unsigned mst_hops_count_watched(const struct mst_plan *plan);

/*
 * Fills *hops, whose memory is there for so many, and opens a socket for each. `tx`: the engines, by
 * lane. Those that cannot be asked are not watched.
 */
void mst_hops_find_watched(struct mst_watched_hops *hops, struct mst_hop_socket *sockets, const struct mst_plan *plan,
                           struct mst_tx *const *tx);

#endif
