/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * journaled.h - what a scan keeps of its journal: the sink of each round, and what earlier processes settled and
 * counted. See journaling.h.
 */
#ifndef MST_SCAN_JOURNALED_H
#define MST_SCAN_JOURNALED_H

#include <muster/journal.h>

#include "plan/plan.h"
#include "scan/resources.h"

struct mst_scan;

/* The sink of one round. */
struct mst_journaled {
	struct mst_scan *scan;
	size_t round;
	mst_result_sink *sink;     /* of the round; NULL: none */
	mst_silence_sink *silence; /* of the round; NULL: its sink gets silence, too */
	void *user;
};

struct mst_journaling {
	struct mst_journal *journal; /* NULL: the run has none */
	struct mst_journaled rounds[MST_ROUNDS_MAX];
	struct mst_settled settled[MST_ROUNDS_MAX]; /* copies: those of the journal grow */
	struct mst_scan_stats before;               /* counts of earlier processes; all zero: there were none */
	struct mst_targets *excluded;               /* by this process and those before it; NULL: none */
	bool failed;                                /* the journal or the sink: it is told already */
};

#endif
