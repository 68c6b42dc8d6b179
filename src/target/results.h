/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * results.h - a report of sweep or scan read as a list of targets: the addresses of its rows that are up or open.
 *
 * Reports as csv (with header), json and ndjson, as muster writes them: a row is a line. The first line shows which it
 * is. Lines are text from outside; nothing is kept of them.
 */
#ifndef MST_TARGET_RESULTS_H
#define MST_TARGET_RESULTS_H

#include <muster/error.h>
#include <stdbool.h>
#include <stdint.h>

enum mst_results_kind { MST_RESULTS_NONE, MST_RESULTS_CSV, MST_RESULTS_JSON };

struct mst_results {
	enum mst_results_kind kind; /* NONE: the file is a list of targets */
	unsigned addr, state;       /* columns of csv, from 0 */
	uint64_t skipped;           /* rows in another state */
};

/* Looks at the first line, which ends with a NUL. Returns whether it is a header that has no row. */
bool mst_results_begin(struct mst_results *results, const char *line);

/*
 * The address of a row, within `line`, which is changed; *addr is NULL where the line has none to take. -EINVAL with a
 * sentence: a row without state or address.
 */
int mst_results_take(struct mst_results *results, char *line, char **addr, struct mst_error *err);

#endif
