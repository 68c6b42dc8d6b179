/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cover.h - whether merged files have a verdict about every target: in sentences, and as members of a summary.
 */
#ifndef MST_CLI_MERGE_COVER_H
#define MST_CLI_MERGE_COVER_H

#include <muster/compare.h>
#include <stdio.h>

#include "cli/common/words.h"

/* Whether a target is known to have no verdict. Of merged rows that were read to their end, as below. */
bool mst_cover_lacks(const struct mst_rows *merged);

/* What was joined, how much of it has a verdict, what is missing, and which file would have it. */
void mst_cover_print(FILE *out, const struct mst_rows *merged, const struct mst_words *names);

/* The same as pairs; `texts` are what they borrow, freed by mst_cover_free. 0, or -ENOMEM. */
#define MST_COVER_PAIRS 7
struct mst_cover_pairs {
	struct mst_pair pairs[MST_COVER_PAIRS];
	size_t count;
	char **missing;
	size_t missing_count;
};
int mst_cover_pairs(struct mst_cover_pairs *pairs, const struct mst_rows *merged);
void mst_cover_free(struct mst_cover_pairs *pairs);

#endif
