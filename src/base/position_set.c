/* SPDX-License-Identifier: BSD-2-Clause */
/* position_set.c - see position_set.h. */
#include "base/position_set.h"

#include <errno.h>
#include <roaring/roaring.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MAX ((size_t)1 << 20)
#define TAKEN 256 /* numbers at a time */

#ifndef CROARING_DEPRECATED /* CRoaring before 2.0 has older names only, which later ones warn of */
#define roaring_iterator_create roaring_create_iterator
#define roaring_uint32_iterator_read roaring_read_uint32_iterator
#define roaring_uint32_iterator_free roaring_free_uint32_iterator
#endif

static roaring_bitmap_t *row_of(const struct mst_position_set *set, uint64_t number)
{
	uint64_t at = (number >> 32) - set->first_row;

	return at < set->row_count ? set->rows[at] : NULL;
}

/* Room for the rows [first, first + count), which include those that the set has. */
static int stretch(struct mst_position_set *set, uint64_t first, uint64_t count)
{
	struct roaring_bitmap_s **rows = count <= ROWS_MAX ? calloc((size_t)count, sizeof *rows) : NULL;

	if (!rows)
		return -ENOMEM;
	if (set->row_count)
		memcpy(rows + (set->first_row - first), set->rows, set->row_count * sizeof *rows);
	free(set->rows);
	set->rows = rows;
	set->first_row = first;
	set->row_count = (size_t)count;
	return 0;
}

static int make_row(struct mst_position_set *set, uint64_t row)
{
	uint64_t first = set->row_count && set->first_row < row ? set->first_row : row;
	uint64_t end = set->row_count && set->first_row + set->row_count > row ? set->first_row + set->row_count
	                                                                       : row + 1;

	if ((first < set->first_row || end - first > set->row_count) && stretch(set, first, end - first) < 0)
		return -ENOMEM;
	set->rows[row - set->first_row] = roaring_bitmap_create();
	return set->rows[row - set->first_row] ? 0 : -ENOMEM;
}

int mst_position_set_add(struct mst_position_set *set, uint64_t number)
{
	if (!row_of(set, number) && make_row(set, number >> 32) < 0)
		return -ENOMEM;
	roaring_bitmap_add(row_of(set, number), (uint32_t)number);
	return 0;
}

int mst_position_set_add_word(struct mst_position_set *set, const struct mst_position_word *word)
{
	uint64_t first = word->number * 64;
	uint32_t numbers[64];
	size_t count = 0;

	if (!row_of(set, first) && make_row(set, first >> 32) < 0)
		return -ENOMEM;
	for (uint64_t bits = word->bits; bits; bits &= bits - 1)
		numbers[count++] = (uint32_t)first + (unsigned)__builtin_ctzll(bits);
	roaring_bitmap_add_many(row_of(set, first), count, numbers);
	return 0;
}

bool mst_position_set_remove(struct mst_position_set *set, uint64_t number)
{
	roaring_bitmap_t *row = row_of(set, number);

	return row && roaring_bitmap_remove_checked(row, (uint32_t)number);
}

bool mst_position_set_has(const struct mst_position_set *set, uint64_t number)
{
	const roaring_bitmap_t *row = row_of(set, number);

	return row && roaring_bitmap_contains(row, (uint32_t)number);
}

static size_t take_of_row(roaring_bitmap_t *row, uint64_t high, uint64_t *numbers, size_t most)
{
	roaring_uint32_iterator_t *from = roaring_iterator_create(row);
	uint32_t low[TAKEN];
	uint32_t count;

	if (!from)
		return 0;
	count = roaring_uint32_iterator_read(from, low, (uint32_t)(most < TAKEN ? most : TAKEN));
	roaring_uint32_iterator_free(from);
	for (uint32_t i = 0; i < count; i++)
		numbers[i] = high << 32 | low[i];
	if (count > 0)
		roaring_bitmap_remove_range_closed(row, low[0], low[count - 1]);
	return count;
}

size_t mst_position_set_take(struct mst_position_set *set, uint64_t *numbers, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < set->row_count && count == 0; i++) {
		if (set->rows[i])
			count = take_of_row(set->rows[i], set->first_row + i, numbers, most);
	}
	return count;
}

uint64_t mst_position_set_count(const struct mst_position_set *set)
{
	uint64_t count = 0;

	for (size_t i = 0; i < set->row_count; i++)
		count += set->rows[i] ? roaring_bitmap_get_cardinality(set->rows[i]) : 0;
	return count;
}

void mst_position_set_free(struct mst_position_set *set)
{
	for (size_t i = 0; i < set->row_count; i++) {
		if (set->rows[i])
			roaring_bitmap_free(set->rows[i]);
	}
	free(set->rows);
	*set = (struct mst_position_set){ 0 };
}
