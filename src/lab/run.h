/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - one run at a site: a scan at the highest rate, and what it cost.
 */
#ifndef MST_LAB_RUN_H
#define MST_LAB_RUN_H

#include "lab/site.h"

#define MST_ENGINE_NAME 16

/* A struct mst_lab_run by value, to be sent to another process. */
struct mst_run_order {
	struct mst_lab_run run; /* its two strings are not valid in the other process; these are: */
	char engine[MST_ENGINE_NAME], rx[MST_ENGINE_NAME];
};

/* The figures of a run, or, with a negative code, the reason why there are none. */
struct mst_run_report {
	int code;
	struct mst_error error;
	struct mst_lab_figures figures;
};

/* Call it in a process of its own: it enters the site and scans, on these CPUs (as in struct mst_scan_threads). It
 * fills all figures but those that the far end counts. */
void mst_run_scan(struct mst_run_report *report, const struct mst_site *site, const struct mst_run_order *order,
                  const char *cpus);

#endif
