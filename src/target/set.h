/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * set.h - the closed set of targets, as the rest of the library reads it.
 *
 * Sorted arrays of disjoint runs (runs.h), IPv4 first, then IPv6, then link-local IPv6 by interface. Index → address
 * is a table look-up and a short search, address → index a binary search. A million single addresses need at most 16
 * bytes each, in IPv6 40.
 */
#ifndef MST_TARGET_SET_H
#define MST_TARGET_SET_H

#include <muster/targets.h>

#include "target/adding.h"

/* Index of an address in ascending order, or false when it is not in the set. Closed sets only. */
bool mst_targets_index(const struct mst_targets *targets, const struct mst_addr *addr, mst_uint128 *index);

/* Whether this address is excluded. Closed sets only. */
bool mst_targets_excludes(const struct mst_targets *targets, const struct mst_addr *addr);

/* Memory that the set uses now, in bytes. Open or closed sets. */
size_t mst_targets_bytes(const struct mst_targets *targets);

/* The index-th disjoint interval, ascending; false past the end. Closed sets only. */
bool mst_targets_interval(const struct mst_targets *targets, size_t index, struct mst_addr *first,
                          struct mst_addr *last);

/* Whether the set has an address of this family. Closed sets only. */
bool mst_targets_have(const struct mst_targets *targets, enum mst_family family);

/*
 * A closed copy without these addresses (network and broadcast addresses of the local subnets). `left_out` is set to
 * the number of them that were in the set. NULL without memory. The copy may be empty.
 */
struct mst_targets *mst_targets_without(const struct mst_targets *targets, const struct mst_addr *addrs, size_t count,
                                        uint64_t *left_out);

#endif
