/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outdated.h - rows of csv that were written before a late answer improved their verdict: told in the summary.
 */
#ifndef MST_CLI_SCAN_OUTDATED_H
#define MST_CLI_SCAN_OUTDATED_H

#include <muster/journal.h>
#include <stdio.h>

#include "cli/scan/summary.h"

/* Adds `outdated_rows`. 0, or -ENOMEM. */
int mst_pair_list_outdated(struct mst_pair_list *list, const struct mst_journal *journal);

/* A row of the summary that a person reads; nothing, when there is none. */
void mst_summary_print_outdated(const struct mst_journal *journal, FILE *out);

#endif
