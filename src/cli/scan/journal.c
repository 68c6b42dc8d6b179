/* SPDX-License-Identifier: BSD-2-Clause */
/* journal.c - see journal.h. */
#include "cli/scan/journal.h"

#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/command_line.h"
#include "cli/common/signals.h"
#include "cli/common/state.h"
#include "cli/scan/resumed.h"

/* A run that is over earlier leaves no file: neither a journal nor a word about it. */
#define NAME_AFTER_NS (2 * MST_NS_PER_SECOND)

/* ---- a new one ---- */

/* The command's name and its words. Allocated; NULL without memory. */
static const char **words_of(const struct mst_call *call, size_t *count)
{
	const char **words = calloc((size_t)call->word_count + 1, sizeof *words);

	*count = (size_t)call->word_count + 1;
	if (!words)
		return NULL;
	words[0] = call->command->name;
	for (int i = 0; i < call->word_count; i++)
		words[i + 1] = call->words[i];
	return words;
}

/* Why there is none becomes the note. */
static bool find_folder(struct mst_scan_journal *journal)
{
	struct mst_error why;

	if (mst_state_folder(journal->folder, &why) == 0 && mst_state_make(journal->folder, &why) == 0)
		return true;
	snprintf(journal->note, sizeof journal->note, "%s", why.text);
	return false;
}

int mst_scan_journal_open(struct mst_scan_journal *journal, const struct mst_probing *options,
                          const struct mst_call *call, struct mst_rights *rights, struct mst_error *err)
{
	struct mst_journal_config config = {
		.path = options->journal,
		.force = options->sheet.force,
		.name_after_ns = NAME_AFTER_NS,
		.max_stall_ns = options->max_stall_ns,
		.line = call->line,
	};
	const char **words = words_of(call, &config.argument_count);
	int code;

	if (!words)
		return mst_fail(err, -ENOMEM, "no memory for the journal");
	config.arguments = words;
	journal->file = options->journal;
	journal->is_new = true;
	journal->max_stall_ns = options->max_stall_ns;
	if (!options->journal && !options->no_journal && find_folder(journal))
		config.folder = rights->state = journal->folder;
	code = mst_journal_new(&journal->journal, &config, err);
	if (code < 0 && code != -ENOMEM && config.folder) {
		snprintf(journal->note, sizeof journal->note, "%s", err->text);
		config.folder = rights->state = NULL;
		code = mst_journal_new(&journal->journal, &config, err);
	}
	free(words);
	return code;
}

/* ---- of a run that goes on ---- */

static int open_resumed(struct mst_scan_journal *journal, const struct mst_probing *options, struct mst_error *err)
{
	const struct mst_journal_config config = { .max_stall_ns = options->max_stall_ns };
	int code = mst_journal_resume(&journal->journal, options->resumption->path, &config, err);

	if (code == -EBADMSG || code == -EALREADY || code == -ENOTSUP)
		return -EINVAL;
	return code;
}

int mst_scan_journal_resume(struct mst_scan_journal *journal, struct mst_probing *options, struct mst_error *err)
{
	const struct mst_resumption *resumption = options->resumption;
	int code = open_resumed(journal, options, err);

	journal->file = mst_given(&resumption->planned, "journal") || !resumption->is_ours ? resumption->path : NULL;
	journal->max_stall_ns = options->max_stall_ns;
	if (code == 0 && !options->quiet)
		mst_print(stderr, "going on with %s: %s\n", resumption->id, resumption->line);
	return code < 0 ? code : mst_scan_resumed(&journal->excluded, options, mst_journal_info(journal->journal), err);
}

/* ---- what is printed ---- */

void mst_scan_journal_look(struct mst_scan_journal *journal, uint64_t elapsed_ns, const char *erase)
{
	bool waits = mst_journal_is_stalled(journal->journal);
	char time[40];

	if (*journal->note && elapsed_ns >= NAME_AFTER_NS) {
		mst_print(stderr, "%sthis run cannot be resumed: no journal could be made: %s\n", erase, journal->note);
		journal->note[0] = '\0';
	}
	if (waits && mst_signals_seen())
		mst_journal_hurry(journal->journal);
	if (waits == journal->waits)
		return;
	journal->waits = waits;
	if (waits)
		mst_print(stderr,
		          "%sthe disk of the journal is full: the scan pauses for up to %s until there is room "
		          "(--max-stall)\n",
		          erase, mst_write_duration(time, sizeof time, journal->max_stall_ns));
	else
		mst_print(stderr, "%sthere is room for the journal again: the scan goes on\n", erase);
}

/* ---- its end ---- */

/* The file, or the ID of one in the folder. */
static void write_how(const struct mst_scan_journal *journal, char how[MST_HOW_TO_GO_ON])
{
	const struct mst_journal_info *info = mst_journal_info(journal->journal);
	FILE *out = info->path ? fmemopen(how, MST_HOW_TO_GO_ON, "w") : NULL;

	if (!out)
		return;
	fputs("to go on: muster resume ", out);
	mst_command_word(journal->file ? journal->file : info->id, out);
	fclose(out);
}

int mst_scan_journal_end(struct mst_scan_journal *journal, bool complete, char how[MST_HOW_TO_GO_ON],
                         struct mst_error *err)
{
	int code = mst_journal_end(journal->journal, complete, err);

	journal->ended = true;
	how[0] = '\0';
	/* What a full disk had room for can be gone on with, too. */
	if (!complete)
		write_how(journal, how);
	return code;
}

/* A new file of a run that never began is worth nothing. */
void mst_scan_journal_close(struct mst_scan_journal *journal)
{
	const char *path = journal->journal ? mst_journal_info(journal->journal)->path : NULL;

	if (path && journal->is_new && !journal->ended)
		(void)unlink(path);
	mst_journal_close(journal->journal);
	mst_targets_free(journal->excluded);
}
