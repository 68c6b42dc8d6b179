/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * found.h - hosts and ports as they are found, for people: a line each, above the progress line.
 */
#ifndef MST_CLI_SCAN_FOUND_H
#define MST_CLI_SCAN_FOUND_H

#include <muster/report.h>

struct mst_found_lines {
	struct mst_report *report; /* gets every verdict */
	bool printed;              /* what is up or open, on standard error too */
};

/* Fits mst_result_sink; user is a struct mst_found_lines. */
int mst_found_lines_write(void *user, const struct mst_result *results, size_t count, struct mst_error *err);

#endif
