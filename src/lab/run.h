/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - one run at a site: a scan as fast as it goes, and what it cost.
 */
#ifndef MST_LAB_RUN_H
#define MST_LAB_RUN_H

#include "lab/site.h"

#define MST_ENGINE_NAME 16

/* A struct mst_lab_run by value, to be sent to another process. */
struct mst_run_order {
	struct mst_lab_run run; /* but for its texts: */
	char engine[MST_ENGINE_NAME], rx[MST_ENGINE_NAME];
};

/* What comes back, or why not. */
struct mst_run_report {
	int code;
	struct mst_error error;
	struct mst_lab_figures figures;
};

/* In a process of its own: enters the site, and scans on these CPUs (of a struct mst_scan_threads); fills what the scan
 * knows. */
void mst_run_scan(struct mst_run_report *report, const struct mst_site *site, const struct mst_run_order *order,
                  const char *cpus);

#endif
