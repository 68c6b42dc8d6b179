/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writing.h - the verdicts of a finished run, written as its command would have written them.
 */
#ifndef MST_CLI_RUNS_WRITING_H
#define MST_CLI_RUNS_WRITING_H

#include "cli/runs/options.h"
#include "cli/runs/tally.h"

/*
 * Opens the outputs of the options, or a table on standard output, and writes the rows; `more` follows the counts in
 * the summary. Sets *left where every output was a pipe whose reader left. A negative errno with a sentence.
 */
int mst_run_write(const struct mst_run_options *options, struct mst_rows *rows, const struct mst_run_tally *tally,
                  struct mst_pairs more, bool *left, struct mst_error *err);

#endif
