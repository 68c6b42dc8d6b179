/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * status.c - status: how far runs of sweep and scan are, read from their journals while they go on.
 */
#include <errno.h>
#include <muster/text.h>
#include <string.h>

#include "cli/common/clock.h"
#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/common/state.h"
#include "cli/resume/unfinished.h"

struct options {
	struct mst_words outputs;
	struct mst_sheet_config sheet;
	const char *file; /* named by the word; NULL: it is an ID, or there is none */
};

#define FIELD(member) MST_MEMBER(struct options, member)

static const struct mst_option options_table[] = {
	MST_HEADING("Results"),
	MST_SHEETS_OPTIONS(struct options),

	MST_HEADING("Messages"),
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

struct run {
	const char *word;
	struct mst_unfinished_list runs;
	struct mst_sheets sheets;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_sheets_close(&run->sheets);
	mst_unfinished_list_free(&run->runs);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct options *options = values;
	const struct mst_words *words = &arguments->words;

	if (words->count > 1)
		return mst_fail(err, -EINVAL, "%s: expected one run, or none for all that are going on",
		                words->items[1]);
	options->file = words->count && !mst_state_is_id(words->items[0]) ? words->items[0] : NULL;
	return mst_sheets_check(&options->outputs, &options->sheet, err);
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct options *options = values;

	rights->files.outputs = &options->outputs;
	rights->files.read = options->file;
	rights->reads_later = options->file != NULL;
	rights->journals = true;
}

/* What is no journal is a wrong command line. */
static int add_one(struct run *run, const char *folder, struct mst_error *err)
{
	char path[PATH_MAX];
	int code = mst_state_find(path, folder, run->word, err);

	if (code == 0)
		code = mst_unfinished_list_add(&run->runs, path, err);
	return code == -EBADMSG || code == -ENOTSUP ? -EINVAL : code;
}

static int find_runs(struct run *run, const struct mst_call *call, struct mst_error *err)
{
	const struct options *options = call->values;
	char folder[PATH_MAX] = "";
	int code = options->file ? 0 : mst_state_folder(folder, err);

	if (code == 0)
		code = mst_privilege_drop(call->rights, err);
	if (code < 0)
		return code;
	if (call->arguments->words.count) {
		run->word = call->arguments->words.items[0];
		return add_one(run, folder, err);
	}
	return mst_unfinished_list_find(&run->runs, folder, true, err);
}

static int print_status(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	const struct options *options = call->values;
	int code = find_runs(run, call, err);

	if (code == 0)
		code = mst_sheets_open(&run->sheets, &options->outputs, &options->sheet, err);
	if (code < 0)
		return code;
	for (size_t i = 0; i < run->runs.count && !run->sheets.to_stdout; i++)
		mst_unfinished_print(&run->runs.items[i], options->file, mst_epoch_ns(), stdout);
	if (!run->runs.count)
		fprintf(stderr, "no run is going on\n");
	code = mst_unfinished_list_write(&run->sheets, &run->runs, err);
	return code < 0 ? code : mst_stdout_flush(err);
}

static const struct mst_example examples[] = {
	{ "muster status", "show how far the runs are that are going on now" },
	{ "muster status -o json:- | jq '.runs[].done'", "use it in a program" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "it was printed, also when no run is going on" },
	{ "1", "there is no such run, or an output could not be written" },
	{ "2", "the command line was not understood, or the file is no journal" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_status = {
	.name = "status",
	.arguments = "[ID | FILE]",
	.summary = "show how far a sweep or scan is",
	.description =
		"Reads the journal of a run, and prints how many targets have a verdict, the verdicts by state, "
		"the rate, the time spent and the time left, and the process that runs it. The run is not "
		"disturbed: the journal is only read. It is up to a second behind. ID, or its beginning, is one "
		"that muster resume lists; FILE is a journal that --journal named. Without a word it shows every "
		"run of this user that is going on now.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = print_status,
	.close = close_run,
};
