/*
 * set.h - the closed set of targets, as the rest of the library reads it.
 *
 * IPv4 is a sorted array of disjoint intervals with the count of addresses before each: index → address is one
 * look into a small table and a short walk, address → index a binary search. A million single addresses cost
 * at most 16 bytes each.
 */
#ifndef MST_TARGET_SET_H
#define MST_TARGET_SET_H

#include <muster/targets.h>

/* Index of an address in ascending order, or false when it is not in the set. Closed sets only. */
bool mst_targets_index(const struct mst_targets *targets, const struct mst_addr *addr, uint64_t *index);

/* Memory that the set holds now, open or closed. */
size_t mst_targets_bytes(const struct mst_targets *targets);

/* The index-th disjoint interval, ascending; false past the end. Closed sets only. */
bool mst_targets_interval(const struct mst_targets *targets, size_t index, struct mst_addr *first,
                          struct mst_addr *last);

/*
 * A closed copy without these addresses (network and broadcast addresses of the local subnets). `left_out`
 * tells how many of them were in it. NULL when there is no memory. The copy may be empty.
 */
struct mst_targets *mst_targets_without(const struct mst_targets *targets, const struct mst_addr *addrs, size_t count,
                                        uint64_t *left_out);

#endif
