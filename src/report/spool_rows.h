/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool_rows.h - the final verdicts of a spool as rows (base/rows.h): what merge.h makes of it and its amendments.
 */
#ifndef MST_REPORT_SPOOL_ROWS_H
#define MST_REPORT_SPOOL_ROWS_H

#include "base/rows.h"
#include "report/amendments.h"
#include "report/spool.h"

/*
 * Rows with the wanted `states`. Spool and amendments are borrowed, and nothing may be added to them any more. A spool
 * that cannot be read ends the rows early; its own `code` says so, not that of the rows. 0, or -ENOMEM with a sentence.
 */
int mst_spool_rows(struct mst_rows **rows, struct mst_spool *spool, const struct mst_amendments *amendments,
                   uint32_t states, struct mst_error *err);

#endif
