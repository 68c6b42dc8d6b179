/*
 * drops.h - how many frames a device has dropped: the kernel's counters (rtnetlink, RTM_GETSTATS).
 */
#ifndef MST_NET_DROPS_H
#define MST_NET_DROPS_H

#include <stdint.h>

#include "net/rtnl.h"

struct mst_drops {
	uint64_t out; /* had no room to leave */
	uint64_t in;  /* came, and were not taken; some of unknown protocols among them */
};

/* Takes the RTM_NEWSTATS message of an answer. */
struct mst_drops_told {
	struct mst_drops drops;
	bool any;
};
extern const struct mst_rtnl_reading mst_drops_answer;

/* Since the device came up. 0, or a negative errno. */
int mst_drops_of(struct mst_rtnl *rtnl, int ifindex, struct mst_drops *drops);

#endif
