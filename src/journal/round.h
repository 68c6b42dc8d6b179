/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * round.h - one round of a journal: its questions, which of them are settled, and what silence means.
 */
#ifndef MST_JOURNAL_ROUND_H
#define MST_JOURNAL_ROUND_H

#include "journal/news.h"
#include "journal/record.h"
#include "journal/silence.h"
#include "target/settled.h"

/* Counts of settled verdicts that have records. */
struct mst_verdict_tally {
	uint64_t first;                  /* targets whose first verdict has one */
	int64_t states[MST_STATE_COUNT]; /* what they, and amendments, add to the states */
};

struct mst_round_log {
	struct mst_space space;
	struct mst_silence silence;
	bool records_silence; /* silence has records, too: few of many questions are asked, or they are too many */
	struct mst_settled settled;
	struct mst_journal_news news;
	struct mst_verdict_tally tally;
};

/* Counts a record that is not provisional. */
void mst_verdict_tally_add(struct mst_verdict_tally *tally, const struct mst_shape *shape);

/* Verdicts by state, silence among them. */
void mst_round_states(const struct mst_round_log *round, uint64_t states[MST_STATE_COUNT]);

/* Whether the run asks so few of the questions that walking all of them in order would take too long, or more than 64
 * bits count. */
bool mst_space_is_sparse(const struct mst_space *space);

#endif
