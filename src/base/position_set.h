/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * position_set.h - a set of numbers of 64 bits, as compressed bitmaps (S. Chambi, D. Lemire et al.: "Better bitmap
 * performance with Roaring bitmaps", 2016): two bytes for each where they are few, a bit where they are many.
 */
#ifndef MST_BASE_POSITION_SET_H
#define MST_BASE_POSITION_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct roaring_bitmap_s;

/* Of the numbers [64 * number, 64 * (number + 1)) those whose bit is set. */
struct mst_position_word {
	uint64_t number, bits;
};

/* Zero-initialised it is empty. */
struct mst_position_set {
	struct roaring_bitmap_s **rows; /* one for each 2^32 numbers, from row `first_row` on; NULL while empty */
	uint64_t first_row;
	size_t row_count;
};

/* 0, or -ENOMEM: also where the numbers of the set span 2^52. */
int mst_position_set_add(struct mst_position_set *set, uint64_t number);

/* Adds all of them. Likewise. */
int mst_position_set_add_word(struct mst_position_set *set, const struct mst_position_word *word);

/* Whether it was there. */
bool mst_position_set_remove(struct mst_position_set *set, uint64_t number);

bool mst_position_set_has(const struct mst_position_set *set, uint64_t number);

/* Takes out the smallest numbers, at most `most`; returns how many. */
size_t mst_position_set_take(struct mst_position_set *set, uint64_t *numbers, size_t most);

/* How many numbers it has. */
uint64_t mst_position_set_count(const struct mst_position_set *set);

void mst_position_set_free(struct mst_position_set *set);

#endif
