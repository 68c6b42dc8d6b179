/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * links.h - making devices, addresses and routes in the current network namespace, by rtnetlink(7).
 *
 * Each call is 0 or the kernel's negative errno. A device is named by its name or index in this namespace.
 */
#ifndef MST_LAB_LINKS_H
#define MST_LAB_LINKS_H

#include "net/rtnl.h"

#define MST_LINK_MAC_BYTES 6

/* A device to be made. */
struct mst_link_end {
	const char *name;
	uint8_t mac[MST_LINK_MAC_BYTES];
};

/* Makes a veth pair, both ends down; the far end is in the namespace of this descriptor. */
int mst_link_add_veth(struct mst_rtnl *rtnl, const struct mst_link_end *near, const struct mst_link_end *far,
                      int far_ns, uint32_t queues);

int mst_link_add_ifb(struct mst_rtnl *rtnl, const struct mst_link_end *end, uint32_t queues);

int mst_link_up(struct mst_rtnl *rtnl, int index);

/*
 * Gives each queue of the device a pfifo queueing discipline: a full queue then refuses frames (ENOBUFS), where a
 * device without a discipline drops them silently.
 */
int mst_link_line_up(struct mst_rtnl *rtnl, int index, uint32_t queues);

/* Addresses in host order. */
int mst_link_add_address(struct mst_rtnl *rtnl, int index, uint32_t addr, uint8_t prefix_length);
int mst_link_add_neighbour(struct mst_rtnl *rtnl, int index, uint32_t addr, const uint8_t mac[MST_LINK_MAC_BYTES]);
int mst_link_add_route(struct mst_rtnl *rtnl, uint32_t network, uint8_t prefix_length, uint32_t gateway);

/*
 * Counts the frames that the device received, with those that it received and dropped: an ifb drops all.
 */
int mst_link_arrivals(struct mst_rtnl *rtnl, int index, uint64_t *frames);

/* -EPERM with a sentence when another interface than the loopback and this one is up. */
int mst_link_alone(struct mst_rtnl *rtnl, const char *name, struct mst_error *err);

#endif
