/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * journaling.h - between a scan and its journal (journal/writing.h): what earlier processes settled goes into the
 * plans, every verdict goes into the journal, and once a second a mark.
 *
 *     open     begin ─► plan.resumed: settled positions, estimate, rate      neighbours, hosts: from the verdicts
 *     a round  reporter ─► the sink of the round ─► the journal              … flush of that sink ─► mark
 *     stats    of this process + those before it
 *
 * The sink comes first, and is flushed before the journal writes to the disk: what is settled for a resumed run, a
 * reader of the sink has seen. Opened by the thread that opens the scan; then for the reporter of the round, and after
 * the last round for the conductor.
 */
#ifndef MST_SCAN_JOURNALING_H
#define MST_SCAN_JOURNALING_H

#include "scan/handle.h"

/* Before the plans are made: the targets that an earlier process chose; NULL: there was none. */
const struct mst_targets *mst_journaling_asked(const struct mst_scan_config *config);

/* Before the plans are made: what earlier processes excluded is excluded now, too. -ENOMEM with a sentence. */
int mst_journaling_exclude(struct mst_scan *scan, struct mst_error *err);

/*
 * With the plans, before the rounds: begins the journal, or goes on with it, and restores what earlier processes found.
 * The codes of mst_journal_begin; -ENOMEM with a sentence.
 */
int mst_journaling_begin(struct mst_scan *scan, struct mst_error *err);

/* Takes the place of the sink of a round, and takes its silence. */
void mst_journaling_wrap(struct mst_scan *scan, size_t round, struct mst_round_parts *parts);

/* The last mark, after the last round. */
void mst_journaling_end(struct mst_scan *scan);

void mst_journaling_close(struct mst_journaling *journaling);

#endif
