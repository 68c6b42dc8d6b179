/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flaps.h - which hosts and ports change so often that it is told once. Pure: no clock.
 *
 *     most 2, window 10:   | .     | .        |     .                    .
 *     change at            0 1     4 5        9    12                   22
 *     told                 ✓ ✓     flapping (a third within 10), hushed ────┴ steady: no change for 10
 */
#ifndef MST_WATCH_FLAPS_H
#define MST_WATCH_FLAPS_H

#include <muster/watch.h>

enum mst_flap { MST_FLAP_NOT, MST_FLAP_BEGINS, MST_FLAP_HUSHED };

/* Zeroed memory counts nothing. */
struct mst_flaps {
	unsigned most; /* changes in a window that are told one by one */
	mst_moment window;
	mst_moment *last; /* `most` of each item, a ring */
	struct mst_flap_item {
		mst_moment latest;
		uint32_t hushed; /* changes since it began */
		uint8_t at, filled;
		bool flapping;
	} * items;
};

/* `most` 0: nothing is counted. -ENOMEM. */
int mst_flaps_open(struct mst_flaps *flaps, size_t items, unsigned most, uint64_t window_ns);
void mst_flaps_close(struct mst_flaps *flaps);

/* A change of this item. */
enum mst_flap mst_flaps_take(struct mst_flaps *flaps, size_t item, mst_moment moment);

/* Whether the item was flapping and is steady from this moment on; then how many changes were hushed. */
bool mst_flaps_is_over(struct mst_flaps *flaps, size_t item, mst_moment moment, uint64_t *hushed);

#endif
