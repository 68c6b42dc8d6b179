/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pairs.h - named values: found by name, and copied for use after the call that passed them.
 */
#ifndef MST_REPORT_PAIRS_H
#define MST_REPORT_PAIRS_H

#include <muster/report.h>

/* Copies the values, their names and texts. -ENOMEM. */
int mst_pairs_copy(struct mst_pairs *copy, struct mst_pairs pairs);

/* The value of this name and kind; NULL: there is none, or a text that is NULL. */
const struct mst_pair *mst_pairs_find(struct mst_pairs pairs, const char *name, enum mst_pair_kind kind);

/* Frees a copy. Accepts zeroed memory. */
void mst_pairs_free(struct mst_pairs *copy);

#endif
