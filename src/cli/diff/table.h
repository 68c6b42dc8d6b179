/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.h - differences as rows of csv, json and ndjson.
 */
#ifndef MST_CLI_DIFF_TABLE_H
#define MST_CLI_DIFF_TABLE_H

#include <muster/compare.h>

#include "cli/options/sheets.h"

/* Writes every difference, and the counts as the summary, to every sheet. `names` are the files'. */
int mst_diff_write(struct mst_sheets *sheets, struct mst_diff *diff, struct mst_rows *const rows[2],
                   const char *const names[2], const char *title, struct mst_error *err);

#endif
