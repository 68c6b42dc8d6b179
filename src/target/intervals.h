/*
 * intervals.h - a growing list of IPv4 intervals: eight bytes each, sorted and joined when it is complete.
 */
#ifndef MST_TARGET_INTERVALS_H
#define MST_TARGET_INTERVALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mst_interval {
	uint32_t first, last; /* host order, both included; first ≤ last */
};

/* Zero-initialised is empty. */
struct mst_intervals {
	struct mst_interval *items;
	size_t count, capacity;
};

/* 0, or -ENOMEM. */
int mst_intervals_add(struct mst_intervals *list, struct mst_interval interval);

/* Sorts, joins what overlaps or touches, and gives back the memory that is not needed. */
void mst_intervals_join(struct mst_intervals *list);

void mst_intervals_free(struct mst_intervals *list);

/* What is left of one joined list without another, piece by piece in ascending order. */
struct mst_cut {
	const struct mst_intervals *from, *without;
	size_t at, skip; /* where we are in each */
	uint64_t resume; /* everything below is done */
};

/* The next piece; false when there is none. Starts from { .from = …, .without = … }. */
bool mst_cut_next(struct mst_cut *cut, struct mst_interval *piece);

#endif
