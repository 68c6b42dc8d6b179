/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dry_run.h - what a sweep or scan would do, without sending.
 */
#ifndef MST_CLI_SCAN_DRY_RUN_H
#define MST_CLI_SCAN_DRY_RUN_H

#include "cli/common/rights.h"
#include "cli/scan/options.h"

/* Prints the plan, and writes the first frames into the file of --write. Gives up rights first. 0,
 * or -errno with a sentence. */
int mst_dry_run(const struct mst_probing *options, const struct mst_rights *rights, struct mst_error *err);

#endif
