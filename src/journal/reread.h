/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reread.h - the records of a generation (held.h), read again from the journal.
 *
 *     blocks of the journal    … │ 7 │ 8 │ 9 │ 10 …      the newest first: the first record of a position holds
 *                                 ▲         ◄── read
 *                                 first block of the generation
 */
#ifndef MST_JOURNAL_REREAD_H
#define MST_JOURNAL_REREAD_H

#include "journal/handle.h"

/*
 * Takes verdicts of the oldest generation that have records, at most `most`; 0: there are no more. What cannot be read
 * makes the journal fail, as what cannot be written does.
 */
size_t mst_reread_take(struct mst_journal *journal, struct mst_generation *generation, struct mst_result *results,
                       size_t most);

/* The journal cannot be read: -errno. */
void mst_reread_fail(struct mst_journal *journal, int code);

#endif
