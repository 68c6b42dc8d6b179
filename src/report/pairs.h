/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pairs.h - copies of named values, for use after the call that passed them.
 */
#ifndef MST_REPORT_PAIRS_H
#define MST_REPORT_PAIRS_H

#include <muster/report.h>

/* Copies the values, their names and texts. -ENOMEM. */
int mst_pairs_copy(struct mst_pairs *copy, struct mst_pairs pairs);

/* Frees a copy. Accepts zeroed memory. */
void mst_pairs_free(struct mst_pairs *copy);

#endif
