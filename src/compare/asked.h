/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asked.h - what it means that a file has no row about a target: the table of muster/compare.h.
 */
#ifndef MST_COMPARE_ASKED_H
#define MST_COMPARE_ASKED_H

#include "base/rows.h"

/* One of the two files of a comparison. */
struct mst_side {
	const struct mst_rows_about *about;
	bool complete;   /* each target that it asked has a row */
	uint32_t listed; /* the states of its rows, a bit each; only where not complete */
};

enum mst_absence {
	MST_NOT_ASKED, /* by the run of this file */
	MST_ANOTHER_STATE,
	MST_NOT_REACHED, /* perhaps: the run was ended early */
	MST_NOT_LISTED,  /* it may have that state here, too */
};

/* Reads both files once, where that is needed. 0, or the failure of rows with its sentence. */
int mst_sides_init(struct mst_side sides[2], struct mst_rows *const rows[2], struct mst_error *err);

/* What it means that the file of `side` has no row about the target of `row`, a row of the other file. */
enum mst_absence mst_side_absence(const struct mst_side *side, const struct mst_result *row);

#endif
