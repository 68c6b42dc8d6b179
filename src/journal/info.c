/* SPDX-License-Identifier: BSD-2-Clause */
/* info.c - what a journal says of its run; see muster/journal.h. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "journal/handle.h"

const struct mst_run_words *mst_journal_run_words(const struct mst_journal *journal)
{
	return journal->plan.round_count > 0 ? &journal->plan.words : &journal->words;
}

struct mst_round_log *mst_journal_last_round(struct mst_journal *journal)
{
	return &journal->plan.rounds[journal->plan.round_count - 1];
}

int mst_journal_note_block(struct mst_journal *journal, const struct mst_journal_block *block)
{
	if (journal->block_count == journal->block_room) {
		size_t room = journal->block_room + journal->block_room / 2 + 16;
		struct mst_journal_block *blocks = reallocarray(journal->blocks, room, sizeof *blocks);

		if (!blocks)
			return -ENOMEM;
		journal->blocks = blocks;
		journal->block_room = room;
	}
	journal->blocks[journal->block_count++] = *block;
	return 0;
}

int mst_journal_note_low(struct mst_journal *journal, uint64_t wall_ns)
{
	uint64_t low = mst_journal_last_round(journal)->settled.low;

	if (journal->low_count > 0 && journal->lows[journal->low_count - 1].low >= low)
		return 0;
	if (journal->low_count == journal->low_room) {
		size_t room = journal->low_room + journal->low_room / 2 + 16;
		struct mst_low_water *lows = reallocarray(journal->lows, room, sizeof *lows);

		if (!lows)
			return -ENOMEM;
		journal->lows = lows;
		journal->low_room = room;
	}
	journal->lows[journal->low_count++] = (struct mst_low_water){ low, wall_ns };
	return 0;
}

uint64_t mst_journal_settled_at(const struct mst_journal *journal, uint64_t position)
{
	size_t low = 0, high = journal->low_count;

	while (low < high) { /* the first mark that has it below its low-water position */
		size_t middle = low + (high - low) / 2;

		if (journal->lows[middle].low <= position)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < journal->low_count)
		return journal->lows[low].wall_ns;
	return journal->info.marked_ns ? journal->info.marked_ns : journal->process_ns;
}

/* Silent UDP ports are filtered where their host was down, open|filtered elsewhere: how many of them, only marks know.
 */
static void split_silence(const struct mst_journal *journal, uint64_t states[MST_STATE_COUNT])
{
	uint64_t marked = journal->before.stats.filtered + journal->newest.stats.filtered, more;

	if (marked <= states[MST_FILTERED])
		return;
	more = marked - states[MST_FILTERED];
	more = more < states[MST_OPEN_FILTERED] ? more : states[MST_OPEN_FILTERED];
	states[MST_FILTERED] += more;
	states[MST_OPEN_FILTERED] -= more;
}

static void fill_run(struct mst_journal_info *info, struct mst_journal *journal)
{
	const struct mst_round_log *round = mst_journal_last_round(journal);

	info->question = journal->plan.question;
	info->udp = journal->plan.udp;
	info->targets = journal->plan.targets;
	info->ports = journal->plan.ports;
	info->endpoints = journal->plan.endpoints;
	info->seed = journal->plan.seed;
	info->total = round->space.end - round->space.begin;
	info->settled = round->settled.count;
	mst_round_states(round, info->states);
	if (round->silence.hosts && round->silence.proto == IPPROTO_UDP)
		split_silence(journal, info->states);
	info->elapsed_ns = journal->before.stats.elapsed_ns + journal->newest.stats.elapsed_ns;
	info->pid = journal->writes ? (journal->begun ? getpid() : 0) : journal->others_pid;
	info->held_since_ns = journal->before.held_since_ns;
	/* Verdicts that were written after the mark are of answers that may be older than it. */
	if (info->held_since_ns != UINT64_MAX)
		info->held_since_ns -= info->held_since_ns < MST_HOLD_NS ? info->held_since_ns : MST_HOLD_NS;
	info->rate_pps = journal->newest.stats.rate_pps > 0 ? journal->newest.stats.rate_pps
	                                                    : journal->before.stats.rate_pps;
}

const struct mst_journal_info *mst_journal_info(struct mst_journal *journal)
{
	const struct mst_run_words *words = mst_journal_run_words(journal);
	struct mst_journal_info *info = &journal->info;

	memcpy(info->id, words->id, sizeof info->id);
	info->path = journal->file.named ? journal->file.path : NULL;
	info->line = words->line;
	info->folder = words->folder;
	info->arguments = (const char *const *)words->arguments;
	info->argument_count = words->argument_count;
	if (journal->plan.round_count > 0)
		fill_run(info, journal);
	return info;
}
