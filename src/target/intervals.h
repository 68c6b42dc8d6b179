/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intervals.h - growing lists of address intervals, sorted and joined when they are complete: eight bytes an interval
 * for IPv4, 32 for IPv6.
 *
 * Both families differ only in the width of an address: the code is written once, here and in intervals_of.h, for both.
 *
 *     mst_intervals_add       adds [first, last]                              0, or -ENOMEM
 *     mst_intervals_join      sorts, joins what overlaps or touches, gives back memory that is not needed
 *     mst_intervals_have      whether one of a joined list holds the address
 *     mst_intervals_free
 *     mst_cut_next            what is left of one joined list without another, piece by piece in ascending order: the
 *                             next piece, false when there is none; starts from { .from = …, .without = … }
 *
 * and mst_intervals6_add … for IPv6.
 */
#ifndef MST_TARGET_INTERVALS_H
#define MST_TARGET_INTERVALS_H

#include <muster/addr.h>

/* Lists start zero-initialised. Host order, both ends included, first ≤ last. */
#define MST_INTERVALS(word, interval, intervals, cut) \
	struct interval { \
		word first, last; \
	}; \
	struct intervals { \
		struct interval *items; \
		size_t count, capacity; \
	}; \
	struct cut { \
		const struct intervals *from, *without; \
		size_t at, skip; /* where we are in each */ \
		word resume;     /* everything of the current one below is done … */ \
		bool resuming;   /* … if this is set */ \
	}; \
	int intervals##_add(struct intervals *list, struct interval interval); \
	void intervals##_join(struct intervals *list); \
	bool intervals##_have(const struct intervals *list, word addr); \
	void intervals##_free(struct intervals *list); \
	bool cut##_next(struct cut *cut, struct interval *piece);

MST_INTERVALS(uint32_t, mst_interval, mst_intervals, mst_cut)
MST_INTERVALS(mst_uint128, mst_interval6, mst_intervals6, mst_cut6)

#undef MST_INTERVALS

#endif
