/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.h - the names beside verdicts: by which addresses were given, and, with --resolve, which DNS has for them.
 */
#ifndef MST_CLI_SCAN_NAMES_H
#define MST_CLI_SCAN_NAMES_H

#include <muster/muster.h>

#include "cli/scan/found.h"

struct mst_scan_names {
	const struct mst_targets *targets;
	struct mst_reverse *reverse;  /* NULL: nothing is resolved */
	struct mst_report *report;    /* gets the names that were found */
	struct mst_found_lines *next; /* takes the verdicts */
	uint32_t states;              /* that are reported */
	struct mst_journal *journal;  /* NULL: none */
};

/* For mst_report_config: `names` is a struct mst_scan_names. */
const char *mst_scan_name_of(const void *names, const struct mst_addr *addr);

/* Likewise: whether that name was looked up by its address, and not given by the user. */
bool mst_scan_name_was_found(const void *names, const struct mst_addr *addr);

/* A mst_result_sink (user is a struct mst_scan_names) that asks for names and passes the verdicts on.
 * It never waits for names. */
int mst_scan_names_take(void *user, const struct mst_result *results, size_t count, struct mst_error *err);

/* The verdicts of a scan go there; silence that no output shows goes nowhere. */
void mst_scan_names_become_sink(struct mst_scan_names *names, struct mst_scan_output *output);

/* Once all verdicts are written: waits a moment for names under way, and reports those that were found. */
void mst_scan_names_finish(struct mst_scan_names *names, bool interrupted);

#endif
