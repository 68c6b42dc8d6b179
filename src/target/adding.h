/*
 * adding.h - addresses, and what an expression stands for, into the lists of an open set.
 */
#ifndef MST_TARGET_ADDING_H
#define MST_TARGET_ADDING_H

#include <muster/targets.h>

#include "target/parse.h"

/* fe80::/10 */
#define MST_LINK_LOCAL_FIRST ((mst_uint128)0xfe80 << 112)
#define MST_LINK_LOCAL_LAST (((mst_uint128)0xfec0 << 112) - 1)

/*
 * Adds, or excludes. What a range covers beside others is left out of what is asked, and counted: loopback addresses, and IPv6 ones
 * of one link where no scope is given. 0, or -ENOMEM.
 */
int mst_targets_add_ipv4(struct mst_targets *targets, const struct mst_expression *expression, bool exclude);
int mst_targets_add_ipv6(struct mst_targets *targets, struct mst_interval6 interval, uint32_t scope, bool exclude);

/* Adds (or excludes) one address, adds all from first to last (of one family and scope). 0, or -ENOMEM. */
int mst_targets_add_addr(struct mst_targets *targets, const struct mst_addr *addr, bool exclude);
int mst_targets_add_interval(struct mst_targets *targets, const struct mst_addr *first, const struct mst_addr *last);

#endif
