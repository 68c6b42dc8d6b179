/* SPDX-License-Identifier: BSD-2-Clause */
/* final.c - the verdicts that do not change any more, each once; see muster/journal.h and held.h. */
#include "journal/reread.h"
#include "journal/service_find.h"

#define TAKEN MST_QUESTIONS_AT_ONCE

static size_t take_silent(struct mst_generation *generation, const struct mst_round_log *round,
                          struct mst_result *results, size_t most)
{
	struct mst_question_at questions[TAKEN];
	uint64_t positions[TAKEN];
	size_t count = mst_position_set_take(&generation->silent, positions, most < TAKEN ? most : TAKEN);

	mst_space_questions(&round->space, positions, count, questions);
	for (size_t i = 0; i < count; i++)
		mst_silence_fill(&round->silence, &results[i], positions[i], &questions[i], generation->wall_ns,
		                 mst_silence_host_is_down(&round->silence, &questions[i].addr));
	return count;
}

static size_t take(struct mst_journal *journal, struct mst_generation *generation, struct mst_result *results,
                   size_t most)
{
	size_t count = mst_reread_take(journal, generation, results, most);

	return count > 0 ? count : take_silent(generation, mst_journal_last_round(journal), results, most);
}

/* What cannot be read makes the journal fail, as what cannot be written does. */
static void add_services(struct mst_journal *journal, const struct mst_generation *generation,
                         struct mst_result *results, size_t count)
{
	int code = 0;

	for (size_t i = 0; i < count && code == 0 && generation->services.count > 0; i++)
		code = mst_journal_find_service(journal, generation, &results[i]);
	if (code < 0)
		mst_reread_fail(journal, code);
}

size_t mst_journal_final(struct mst_journal *journal, bool all, struct mst_result *results, size_t most)
{
	uint64_t now_ns = journal->begun ? journal->file.means->now_ns() : 0;
	struct mst_generation *generation;
	size_t count = 0;

	if (!journal->begun)
		return 0;
	mst_service_copies_clear(&journal->services.lent);
	while (count < most && (generation = mst_journal_held_due(&journal->held, all, now_ns))) {
		size_t taken = take(journal, generation, results + count, most - count);

		add_services(journal, generation, results + count, taken);
		count += taken;
		if (taken == 0) {
			mst_journal_held_drop(&journal->held);
			journal->reread.begun = false;
		}
	}
	return count;
}

void mst_journal_final_want(struct mst_journal *journal, uint32_t states)
{
	journal->held.unwanted = ~states;
}

uint64_t mst_journal_late(const struct mst_journal *journal)
{
	return journal->held.late;
}
