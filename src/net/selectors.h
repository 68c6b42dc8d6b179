/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * selectors.h - policy rules that choose by protocol or port (RTM_GETRULE): where there are any, the path to a target
 * depends on the probe.
 */
#ifndef MST_NET_SELECTORS_H
#define MST_NET_SELECTORS_H

#include "net/flow.h"
#include "net/rtnl.h"

#define MST_SELECTORS_MAX 64 /* different ones; a signature has a bit for each */

/* A range of ports, 0-0: any. */
struct mst_selector_ports {
	uint16_t first, last;
};

struct mst_selector {
	uint8_t family;   /* enum mst_family */
	uint8_t protocol; /* 0: any */
	struct mst_selector_ports source, target;
};

struct mst_selectors {
	struct mst_selector of[MST_SELECTORS_MAX];
	unsigned count;
	bool too_many;
	bool by_user;   /* some rule chooses by user (uidrange) */
	bool by_source; /* … by source address (from) */
};

/* Fills *selectors for both families. -E2BIG with a sentence: more than MST_SELECTORS_MAX; or netlink's. */
int mst_selectors_read(struct mst_selectors *selectors, struct mst_error *err);

/* Takes RTM_NEWRULE messages into a zeroed struct mst_selectors. */
extern const struct mst_rtnl_reading mst_selectors_rules;

/* Which of them a flow matches, a bit each: flows with the same bits have the same paths. */
uint64_t mst_selectors_signature(const struct mst_selectors *selectors, const struct mst_flow *flow);

/* The first one that matches some source ports of [first, last] and not others; NULL when there is none. */
const struct mst_selector *mst_selectors_splitting(const struct mst_selectors *selectors, uint16_t first,
                                                   uint16_t last);

#endif
