/* SPDX-License-Identifier: BSD-2-Clause */
/* seen.c - see seen.h: a set of positions for each standing but silence. */
#include "track/seen.h"

#include <stdlib.h>

#include "base/position_set.h"

#define STANDINGS (MST_STANDING_BEST + 1)

struct mst_seen {
	struct mst_position_set standing[STANDINGS];
};

struct mst_seen *mst_seen_new(void)
{
	return calloc(1, sizeof(struct mst_seen));
}

void mst_seen_free(struct mst_seen *seen)
{
	if (!seen)
		return;
	for (int s = 0; s < STANDINGS; s++)
		mst_position_set_free(&seen->standing[s]);
	free(seen);
}

void mst_seen_add(struct mst_seen *seen, uint64_t position, enum mst_standing standing)
{
	/* Out of memory: a late duplicate may count as an amendment. */
	if (standing != MST_STANDING_SILENT)
		(void)mst_position_set_add(&seen->standing[standing], position);
}

void mst_seen_set(struct mst_seen *seen, uint64_t position, enum mst_standing standing)
{
	for (int s = 0; s < STANDINGS; s++) {
		if (s != (int)standing)
			(void)mst_position_set_remove(&seen->standing[s], position);
	}
	mst_seen_add(seen, position, standing);
}

enum mst_standing mst_seen_get(const struct mst_seen *seen, uint64_t position)
{
	for (int s = STANDINGS - 1; s > 0; s--) {
		if (mst_position_set_has(&seen->standing[s], position))
			return (enum mst_standing)s;
	}
	return MST_STANDING_SILENT;
}

uint64_t mst_seen_count(const struct mst_seen *seen, enum mst_standing standing)
{
	return mst_position_set_count(&seen->standing[standing]);
}
