/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sorted.h - what was gathered from a file, as rows in order: one for each target.
 */
#ifndef MST_IMPORT_SORTED_H
#define MST_IMPORT_SORTED_H

#include "import/gather.h"

/* `format`: its name, static. Owns what was gathered from now on, also after -ENOMEM. */
int mst_sorted_rows(struct mst_rows **rows, struct mst_gather *gather, const char *format, struct mst_error *err);

#endif
