/* SPDX-License-Identifier: BSD-2-Clause */
/* seen.c - see seen.h. Roaring bitmaps hold 32 bits: one row of bitmaps for each 2^32 positions. */
#include "track/seen.h"

#include <roaring/roaring.h>
#include <stdlib.h>

#define STANDINGS (MST_STANDING_BEST + 1)

struct row {
	roaring_bitmap_t *standing[STANDINGS]; /* NULL while empty */
};

struct mst_seen {
	struct row *rows;
	size_t row_count;
};

struct mst_seen *mst_seen_new(void)
{
	return calloc(1, sizeof(struct mst_seen));
}

void mst_seen_free(struct mst_seen *seen)
{
	if (!seen)
		return;
	for (size_t i = 0; i < seen->row_count; i++) {
		for (int s = 0; s < STANDINGS; s++) {
			if (seen->rows[i].standing[s])
				roaring_bitmap_free(seen->rows[i].standing[s]);
		}
	}
	free(seen->rows);
	free(seen);
}

static struct row *row_for(struct mst_seen *seen, uint64_t position)
{
	size_t index = (size_t)(position >> 32);
	struct row *rows;

	if (index < seen->row_count)
		return &seen->rows[index];
	rows = realloc(seen->rows, (index + 1) * sizeof *rows);
	if (!rows)
		return NULL;
	seen->rows = rows;
	for (; seen->row_count <= index; seen->row_count++)
		rows[seen->row_count] = (struct row){ 0 };
	return &rows[index];
}

void mst_seen_set(struct mst_seen *seen, uint64_t position, enum mst_standing standing)
{
	struct row *row = row_for(seen, position);
	uint32_t low = (uint32_t)position;

	if (!row)
		return; /* out of memory: a late duplicate may count as an amendment */
	for (int s = 0; s < STANDINGS; s++) {
		if (row->standing[s] && s != (int)standing)
			roaring_bitmap_remove(row->standing[s], low);
	}
	if (standing == MST_STANDING_SILENT)
		return;
	if (!row->standing[standing])
		row->standing[standing] = roaring_bitmap_create();
	if (row->standing[standing])
		roaring_bitmap_add(row->standing[standing], low);
}

enum mst_standing mst_seen_get(const struct mst_seen *seen, uint64_t position)
{
	size_t index = (size_t)(position >> 32);

	if (index >= seen->row_count)
		return MST_STANDING_SILENT;
	for (int s = STANDINGS - 1; s > 0; s--) {
		const roaring_bitmap_t *bitmap = seen->rows[index].standing[s];

		if (bitmap && roaring_bitmap_contains(bitmap, (uint32_t)position))
			return (enum mst_standing)s;
	}
	return MST_STANDING_SILENT;
}

uint64_t mst_seen_count(const struct mst_seen *seen, enum mst_standing standing)
{
	uint64_t count = 0;

	for (size_t i = 0; i < seen->row_count; i++) {
		if (seen->rows[i].standing[standing])
			count += roaring_bitmap_get_cardinality(seen->rows[i].standing[standing]);
	}
	return count;
}
