/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * neigh.h - link-layer addresses in the kernel's neighbour table.
 */
#ifndef MST_NET_NEIGH_H
#define MST_NET_NEIGH_H

#include "net/rtnl.h"

#define MST_MAC_BYTES 6

/* Looks up one neighbour. 0 with its MAC address; -ENOENT: no valid entry; or the kernel's negative errno. */
int mst_neigh_ask(uint8_t mac[MST_MAC_BYTES], struct mst_rtnl *rtnl, int ifindex, const struct mst_addr *addr);

/* Passes all valid neighbours of both families to the sink. 0, or a negative errno, the kernel's or the sink's. */
typedef int mst_neigh_sink(void *user, int ifindex, const uint8_t mac[MST_MAC_BYTES]);
int mst_neigh_dump(struct mst_rtnl *rtnl, mst_neigh_sink *sink, void *user);

/* Takes the RTM_NEWNEIGH message of an answer into a struct mst_neigh. */
struct mst_neigh {
	bool valid;
	uint8_t mac[MST_MAC_BYTES];
};
extern const struct mst_rtnl_reading mst_neigh_answer;

#endif
