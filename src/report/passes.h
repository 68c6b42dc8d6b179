/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * passes.h - rows read from the first to the last, for every output that takes part: once, or twice where columns are
 * as wide as their cells. Where there are many rows, a second thread takes some of the outputs.
 *
 *     caller   reads rows ─► batch 1, batch 2, …      and gives them to its outputs
 *                               │
 *     helper                    └──────────────────►  to the others, in the same order
 *
 * An output is used by one of the two threads in a pass. PASS: batches are handed over and back by two counts, under a
 * mutex; rows that have services are read no further before both threads are done with them, for services are borrowed.
 */
#ifndef MST_REPORT_PASSES_H
#define MST_REPORT_PASSES_H

#include "report/report.h"

/* Shows every row to the documents of a report, which have begun. */
void mst_report_show_rows(struct mst_report *report, struct mst_rows *rows);

#endif
