/* SPDX-License-Identifier: BSD-2-Clause */
/* final.c - the verdicts that do not change any more, each once; see muster/journal.h and held.h. */
#include "journal/handle.h"

size_t mst_journal_final(struct mst_journal *journal, bool all, struct mst_result *results, size_t most)
{
	const struct mst_round_log *round;

	if (!journal->begun)
		return 0;
	round = mst_journal_last_round(journal);
	return mst_journal_held_take(&journal->held, &round->space, &round->silence, all, journal->file.means->now_ns(),
	                             results, most);
}

uint64_t mst_journal_late(const struct mst_journal *journal)
{
	return journal->held.late;
}
