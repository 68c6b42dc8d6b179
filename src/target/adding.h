/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * adding.h - adds addresses, intervals and expressions to an open set.
 */
#ifndef MST_TARGET_ADDING_H
#define MST_TARGET_ADDING_H

#include <muster/targets.h>

#include "target/parse.h"

/* fe80::/10 */
#define MST_LINK_LOCAL_FIRST ((mst_uint128)0xfe80 << 112)
#define MST_LINK_LOCAL_LAST (((mst_uint128)0xfec0 << 112) - 1)

/*
 * Add, or exclude. A larger range leaves out the loopback addresses in it, and the link-local IPv6 addresses where no
 * scope is given; they are counted. 0, or -ENOMEM.
 */
int mst_targets_add_ipv4(struct mst_targets *targets, const struct mst_expression *expression, bool exclude);
int mst_targets_add_ipv6(struct mst_targets *targets, struct mst_interval6 interval, uint32_t scope, bool exclude);

/* Add (or exclude) one address; add all from first to last (same family and scope). 0, or -ENOMEM. */
int mst_targets_add_addr(struct mst_targets *targets, const struct mst_addr *addr, bool exclude);
int mst_targets_add_interval(struct mst_targets *targets, const struct mst_addr *first, const struct mst_addr *last);

#endif
