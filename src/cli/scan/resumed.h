/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resumed.h - what a sweep or scan that goes on asks: the targets of its journal, without those that are excluded now.
 */
#ifndef MST_CLI_SCAN_RESUMED_H
#define MST_CLI_SCAN_RESUMED_H

#include <muster/journal.h>

#include "cli/scan/options.h"

/*
 * Completes options->scan: targets, ports and seed, borrowed from the journal, and *excluded, which the caller frees
 * after the scan is closed. Host names of the first command line are looked up again only to print which have an
 * address now that is no target. -EINVAL or -errno with a sentence.
 */
int mst_scan_resumed(struct mst_targets **excluded, struct mst_probing *options, const struct mst_journal_info *info,
                     struct mst_error *err);

#endif
