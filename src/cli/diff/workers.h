/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * workers.h - who of a fleet found what differs.
 */
#ifndef MST_CLI_DIFF_WORKERS_H
#define MST_CLI_DIFF_WORKERS_H

#include <muster/rows.h>
#include <stddef.h>

/* The worker of the row, which may be NULL, among these rows; NULL: none is known. */
static inline const char *mst_diff_worker(const struct mst_rows *rows, const struct mst_result *row)
{
	return row ? mst_rows_worker(rows, row, mst_result_vantage(row)) : NULL;
}

#endif
