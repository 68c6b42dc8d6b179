/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp_drivers.h - the drivers that run XDP programs: what each of them does to its link when a program is attached, and
 * since which kernel. Constant, and pure: of the kernel's sources, which each row names.
 */
#ifndef MST_NET_XDP_DRIVERS_H
#define MST_NET_XDP_DRIVERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/kernel.h"

/* What a driver does when the first program is attached, and again when the last one is detached. */
enum mst_xdp_effect {
	MST_XDP_QUIET,    /* sets a pointer: no frame is lost */
	MST_XDP_PAUSES,   /* receiving pauses for milliseconds, offloads are off while it is attached; the link stays up
	                   */
	MST_XDP_RESTARTS, /* stops its queues, or the whole device, and starts them again: frames are lost, and often
	                   * the link is down for up to some seconds */
	MST_XDP_BELOW,    /* passes the program on to the devices below it: what those do, happens */
};

/* When the driver takes frames that are redirected to it (ndo_xdp_xmit). */
enum mst_xdp_xmit {
	MST_XDP_XMIT_NEVER,
	MST_XDP_XMIT_ATTACHED, /* while a program is attached to it */
	MST_XDP_XMIT_ALWAYS,   /* of a veth: if its other end polls, that is, has a program or GRO */
};

struct mst_xdp_driver {
	const char *name; /* as `ethtool -i` prints it */
	enum mst_xdp_effect effect;
	enum mst_xdp_xmit xmit;
	unsigned since;     /* the first kernel whose driver runs programs: MST_KERNEL() */
	const char *source; /* the file and function of the kernel, below drivers/net */
};

/* The row of the driver; NULL when it is in no row. */
const struct mst_xdp_driver *mst_xdp_driver_named(const char *name);

/* The rows; NULL past the end. */
const struct mst_xdp_driver *mst_xdp_driver_at(size_t index);

/* Whether its link and the frames of other programs stay as they are when a program is attached. */
static inline bool mst_xdp_keeps_link(enum mst_xdp_effect effect)
{
	return effect == MST_XDP_QUIET || effect == MST_XDP_PAUSES;
}

#endif
