/*
 * runs.h - the addresses of one family (and scope) once they are complete: disjoint runs in ascending order, each with the
 * count of addresses before it. Where a run ends follows from the next count.
 *
 * A table that index → address starts from has one slot for some eight runs, which in IPv4 are a cache line; so a look-up
 * in a million runs is two cache misses, and the table is small enough to make the first one cheap:
 *
 *     top[index >> shift] ≤ the run ≤ top[(index >> shift) + 1]
 *
 *     mst_runs_build     out of joined lists; 0, or -ENOMEM. What can never answer as a host is counted, not kept
 *     mst_runs_at        the address with this index, [0, count)
 *     mst_runs_index     and back; false when it is in no run
 *     mst_runs_interval  the i-th run, i < run_count
 *     mst_runs_bytes     memory
 *
 * and mst_runs6_build … for IPv6. Both do the same with words of another width; the body is in runs_of.h.
 */
#ifndef MST_TARGET_RUNS_H
#define MST_TARGET_RUNS_H

#include "target/intervals.h"

/* `wide` holds every count. In IPv4 `before` fits a word, as fewer than 2^32 addresses can be hosts; in IPv6 it is one. */
#define MST_RUNS(word, wide, run, runs, interval, intervals)                                          \
	struct run {                                                                                  \
		word first, before;                                                                   \
	};                                                                                            \
	struct runs {                                                                                 \
		struct run *items; /* run_count of them and an end mark */                            \
		size_t run_count;                                                                     \
		uint32_t *top;                                                                        \
		size_t top_count;                                                                     \
		unsigned top_shift;                                                                   \
		wide count, left_out;                                                                 \
	};                                                                                            \
	int runs##_build(struct runs *runs, const struct intervals *asked, const struct intervals *without); \
	void runs##_free(struct runs *runs);                                                          \
	word runs##_at(const struct runs *runs, wide index);                                          \
	bool runs##_index(const struct runs *runs, word addr, wide *index);                           \
	struct interval runs##_interval(const struct runs *runs, size_t i);                           \
	size_t runs##_bytes(const struct runs *runs);

MST_RUNS(uint32_t, uint64_t, mst_run, mst_runs, mst_interval, mst_intervals)
MST_RUNS(mst_uint128, mst_uint128, mst_run6, mst_runs6, mst_interval6, mst_intervals6)

#undef MST_RUNS

#endif
