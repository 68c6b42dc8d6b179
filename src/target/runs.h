/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * runs.h - the addresses of one family (and scope) once they are complete: disjoint runs in ascending order, each
 * with the count of addresses before it. Where a run ends follows from the next count.
 *
 * The look-up index → address starts in the table `top`, which has one slot for about eight runs (one cache line in
 * IPv4). So a look-up in a million runs costs two cache misses, and `top` is small enough to be cached mostly:
 *
 *     top[index >> shift] ≤ the run ≤ top[(index >> shift) + 1]
 *
 *     mst_runs_build     from joined lists; 0, or -ENOMEM. Addresses that no host can have are counted, not kept
 *     mst_runs_at        the address with this index, [0, count)
 *     mst_runs_index     the index of an address; false when it is in no run
 *     mst_runs_interval  the i-th run, i < run_count
 *     mst_runs_bytes     memory
 *
 * and mst_runs6_build … for IPv6. Both differ only in the width of an address; the body is in runs_of.h.
 */
#ifndef MST_TARGET_RUNS_H
#define MST_TARGET_RUNS_H

#include "target/intervals.h"

/*
 * The type `wide` holds every count. `before` is a `word`: in IPv4 it fits, as fewer than 2^32 addresses can be
 * hosts.
 */
#define MST_RUNS(word, wide, run, runs, interval, intervals) \
	struct run { \
		word first, before; \
	}; \
	struct runs { \
		struct run *items; /* run_count of them and an end mark */ \
		size_t run_count; \
		uint32_t *top; \
		size_t top_count; \
		unsigned top_shift; \
		wide count, left_out; \
	}; \
	int runs##_build(struct runs *runs, const struct intervals *asked, const struct intervals *without); \
	void runs##_free(struct runs *runs); \
	word runs##_at(const struct runs *runs, wide index); \
	bool runs##_index(const struct runs *runs, word addr, wide *index); \
	struct interval runs##_interval(const struct runs *runs, size_t i); \
	size_t runs##_bytes(const struct runs *runs);

MST_RUNS(uint32_t, uint64_t, mst_run4, mst_runs, mst_interval, mst_intervals)
MST_RUNS(mst_uint128, mst_uint128, mst_run6, mst_runs6, mst_interval6, mst_intervals6)

#undef MST_RUNS

#endif
