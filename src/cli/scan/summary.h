/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * summary.h - the summary of a whole scan: for people, and for reports.
 */
#ifndef MST_CLI_SCAN_SUMMARY_H
#define MST_CLI_SCAN_SUMMARY_H

#include <muster/report.h>
#include <muster/scan.h>
#include <stdio.h>

#include "cli/scan/options.h"

/* Pairs being gathered; their texts are owned. */
struct mst_pair_list {
	struct mst_pair *pairs;
	size_t count;
};

/* What the scan was asked: command line, version, time, options. 0, or -ENOMEM. */
int mst_pair_list_parameters(struct mst_pair_list *list, const struct mst_probing *options, const char *command_line);

/* What came of it: every count, time, rate. 0, or -ENOMEM. */
int mst_pair_list_summary(struct mst_pair_list *list, const struct mst_scan_stats *stats);

/* One count more. 0, or -ENOMEM. */
int mst_pair_list_count(struct mst_pair_list *list, const char *name, uint64_t count);

struct mst_pairs mst_pair_list_view(const struct mst_pair_list *list);
void mst_pair_list_free(struct mst_pair_list *list);

/* The parameters, one a line. */
void mst_summary_print_parameters(const struct mst_pair_list *list, FILE *out);

/* The summary a person reads, as wide as the terminal: what is zero is left out, what is odd is explained. */
void mst_summary_print(const struct mst_scan_stats *stats, const struct mst_scan_retry *retry, bool verbose, FILE *out);

/* How hosts were probed, as mst_scan_how describes it: a row for each line. */
void mst_summary_print_how(const char *how, FILE *out);

/* What a dry run found out. */
void mst_summary_print_plan(const struct mst_scan_plan *plan, const struct mst_probing *options, FILE *out);

#endif
