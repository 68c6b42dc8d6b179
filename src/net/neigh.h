/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * neigh.h - link-layer addresses in the kernel's neighbour table.
 */
#ifndef MST_NET_NEIGH_H
#define MST_NET_NEIGH_H

#include "net/rtnl.h"

#define MST_MAC_BYTES 6

/* What the table says of one neighbour. */
struct mst_neigh {
	bool valid; /* there is an entry by which the kernel itself would send */
	bool sure;  /* the kernel would send without verifying it: REACHABLE, PERMANENT, NOARP. Not STALE, DELAY, PROBE
	             */
	bool fixed; /* valid, and not found by the kernel itself: PERMANENT, NOARP, or another program keeps it */
	uint8_t mac[MST_MAC_BYTES];
};

/* Looks up one neighbour. 0: it is valid; -ENOENT: no valid entry; or the kernel's negative errno. */
int mst_neigh_ask(struct mst_neigh *neigh, struct mst_rtnl *rtnl, int ifindex, const struct mst_addr *addr);

/* Passes all valid neighbours of both families to the sink. 0, or a negative errno, the kernel's or the sink's. */
typedef int mst_neigh_sink(void *user, int ifindex, const uint8_t mac[MST_MAC_BYTES]);
int mst_neigh_dump(struct mst_rtnl *rtnl, mst_neigh_sink *sink, void *user);

/* Of an RTM_NEWNEIGH or RTM_DELNEIGH message, also an event: which neighbour, and what the table says now. False: it is
 * none of IPv4 or IPv6. */
bool mst_neigh_read(struct mst_neigh *neigh, int *ifindex, struct mst_addr *addr, const struct nlmsghdr *message);

/* Takes the RTM_NEWNEIGH message of an answer into a struct mst_neigh. */
extern const struct mst_rtnl_reading mst_neigh_answer;

#endif
