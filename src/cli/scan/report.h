/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.h - the report of sweep and scan, as their options want it.
 */
#ifndef MST_CLI_SCAN_REPORT_H
#define MST_CLI_SCAN_REPORT_H

#include "cli/scan/names.h"
#include "cli/scan/options.h"
#include <stdio.h>

/*
 * Makes the report, without outputs, and *names, which it takes names from, and which must outlive it;
 * both borrow the closed targets and the journal of options->scan.
 * A negative errno with a sentence; what was made before is the caller's to free.
 */
int mst_scan_report_open(struct mst_report **report, struct mst_scan_names *names, const struct mst_probing *options,
                         struct mst_error *err);

/*
 * Opens the outputs of the options, or a table on standard output; signals remove what they leave unfinished.
 * A negative errno with a sentence.
 */
int mst_scan_report_add_outputs(struct mst_report *report, const struct mst_probing *options, struct mst_error *err);

/* The fields of a report, one a line: the answer to --fields help. */
void mst_scan_print_fields(FILE *out);

#endif
