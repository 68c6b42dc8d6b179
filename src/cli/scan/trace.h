/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace.h - --trace: the way of some targets through a scan, a line an event, on standard error.
 */
#ifndef MST_CLI_SCAN_TRACE_H
#define MST_CLI_SCAN_TRACE_H

#include "cli/scan/options.h"

/*
 * Has options->scan trace the targets of --trace, if there are any: they stand in *targets, which the caller frees
 * after the scan is closed. -EINVAL with a sentence.
 */
int mst_trace_open(struct mst_targets **targets, struct mst_probing *options, struct mst_error *err);

#endif
