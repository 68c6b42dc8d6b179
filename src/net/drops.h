/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * drops.h - the kernel's counters of frames that a device dropped (rtnetlink, RTM_GETSTATS).
 */
#ifndef MST_NET_DROPS_H
#define MST_NET_DROPS_H

#include <stdint.h>

#include "net/rtnl.h"

struct mst_drops {
	uint64_t out;    /* dropped on transmission */
	uint64_t in;     /* dropped or missed on reception; includes frames of unknown protocols */
	uint64_t missed; /* on reception, for lack of room in the device's rings or in its own memory */
};

/* Takes the RTM_NEWSTATS message of an answer. */
struct mst_drops_read {
	struct mst_drops drops;
	bool any;
};
extern const struct mst_rtnl_reading mst_drops_answer;

/* Reads the counters, which start at 0 when the device is created. 0, or a negative errno. */
int mst_drops_of(struct mst_rtnl *rtnl, int ifindex, struct mst_drops *drops);

#endif
