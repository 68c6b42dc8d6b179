/*
 * neigh.h - the link-layer address of a neighbour, as the kernel knows it.
 */
#ifndef MST_NET_NEIGH_H
#define MST_NET_NEIGH_H

#include "net/rtnl.h"

#define MST_MAC_BYTES 6

/* Asks the kernel's table; 0 and the address, -ENOENT when it knows none that is valid, or its negative errno. */
int mst_neigh_ask(uint8_t mac[MST_MAC_BYTES], struct mst_rtnl *rtnl, int ifindex, const struct mst_addr *addr);

/* Every neighbour of both families that the table has a link-layer address of. 0, or a negative errno, which may be the sink's. */
typedef int mst_neigh_sink(void *user, int ifindex, const uint8_t mac[MST_MAC_BYTES]);
int mst_neigh_dump(struct mst_rtnl *rtnl, mst_neigh_sink *sink, void *user);

/* Takes the RTM_NEWNEIGH message of an answer into a struct mst_neigh. */
struct mst_neigh {
	bool valid;
	uint8_t mac[MST_MAC_BYTES];
};
extern const struct mst_rtnl_reading mst_neigh_answer;

#endif
