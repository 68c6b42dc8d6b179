/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mark.h - a record of type MARK: how far the rounds are, and the counts of the process.
 */
#ifndef MST_JOURNAL_MARK_H
#define MST_JOURNAL_MARK_H

#include "journal/round.h"
#include "journal/run.h"

void mst_mark_put(struct mst_bytes *payload, uint64_t wall_ns, const struct mst_round_log *rounds, size_t count,
                  const struct mst_journal_mark *mark);

/* Settles what the mark says, and reads its counts. 0; -EBADMSG, -ENOMEM. */
int mst_mark_read(struct mst_reader *r, uint64_t *wall_ns, struct mst_round_log *rounds, size_t count,
                  struct mst_journal_mark *mark);

/* Adds the counts of a later process; what cannot be added is that of the later one. */
void mst_mark_add(struct mst_journal_mark *sum, const struct mst_journal_mark *later);

#endif
