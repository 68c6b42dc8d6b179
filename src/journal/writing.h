/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * writing.h - what a scan does with its journal: begins it, adds verdicts, marks how far it is. One thread: the one
 * that opens the scan, then the reporter.
 */
#ifndef MST_JOURNAL_WRITING_H
#define MST_JOURNAL_WRITING_H

#include <muster/journal.h>

#include "journal/bytes.h"
#include "journal/run.h"
#include "target/settled.h"

/*
 * Begins: a new journal takes the plan; one that is resumed compares it, and -EINVAL with a sentence names what differs
 * (targets, ports, probes, payloads, seed, part of the order, version of the order).
 */
int mst_journal_begin(struct mst_journal *journal, const struct mst_journal_plan *plan, struct mst_error *err);

/* The same by the bytes of a record of type PLAN that another process made; a new journal takes its ID and words. */
int mst_journal_begin_as(struct mst_journal *journal, const struct mst_bytes *plan, struct mst_error *err);

/* Of a resumed run, before begin: the targets of its last round, without those that cannot be asked; NULL for a new
 * one.
 */
const struct mst_targets *mst_journal_asked(const struct mst_journal *journal);

/* Of a resumed run, before begin: the targets that earlier processes excluded beside those of the plan; NULL: none.
 * Those of the plan that begins have all of them. */
const struct mst_targets *mst_journal_excluded(const struct mst_journal *journal);

/* Of a resumed run, after begin: the settled positions of a round; empty for a new one. Constant until the first add.
 */
const struct mst_settled *mst_journal_settled(const struct mst_journal *journal, size_t round);

/* The verdicts of a round so far that are no plain silence, in the order in which they came; for what the rounds
 * restore. A negative errno of the sink ends it. */
int mst_journal_each(struct mst_journal *journal, size_t round, mst_result_sink *sink, void *user,
                     struct mst_error *err);

/* The sums of the newest marks of all processes before this one; zero for a new run. */
const struct mst_journal_mark *mst_journal_before(const struct mst_journal *journal);

/*
 * Adds verdicts: `position` of each is set. What the end of a run cut off (once `stopped`, all that are unknown, but
 * for reason excluded) is kept for the outputs, but is not settled: a resumed run asks it again. Waits while the disk
 * is full; then -ENOSPC with a sentence.
 */
int mst_journal_add(struct mst_journal *journal, size_t round, const struct mst_result *results, size_t count,
                    bool stopped, struct mst_error *err);

/*
 * Likewise, verdicts of plain silence by the bits of their positions, all of one time. Only where silence of so many
 * attempts needs neither a record nor an address: mst_journal_takes_silence.
 */
int mst_journal_add_silence(struct mst_journal *journal, size_t round, const struct mst_position_word *words,
                            size_t count, uint64_t wall_ns, struct mst_error *err);
bool mst_journal_takes_silence(const struct mst_journal *journal, size_t round, unsigned attempts);

/* Adds who probed positions [first, end) of the last round, of a fleet: who probed one last. -errno with a sentence. */
int mst_journal_add_worker(struct mst_journal *journal, uint64_t first, uint64_t end, const char *name,
                           struct mst_error *err);

/* Whether adding so many verdicts may write to the disk. What was added before, and these, is to be flushed first. */
bool mst_journal_will_write(const struct mst_journal *journal, size_t count);

/* Whether a second has passed since the last mark. */
bool mst_journal_is_due(const struct mst_journal *journal, uint64_t now_ns);

/* Writes the verdicts that are in memory, then the mark. Streams that cannot be taken back are to be flushed before. */
int mst_journal_mark(struct mst_journal *journal, const struct mst_journal_mark *mark, struct mst_error *err);

#endif
