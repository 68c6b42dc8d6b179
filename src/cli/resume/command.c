/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - resume: without a word, the list of unfinished runs; with one, the run itself, which is then that of
 * sweep or scan (cli/run.c).
 */
#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/clock.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/common/state.h"
#include "cli/probing/rows.h"
#include "cli/resume/find.h"
#include "cli/resume/unfinished.h"
#include "cli/scan/rows.h"

#define FIELD(member) MST_MEMBER(struct mst_probing, member)

/* What may be changed; what may not is refused in the words of sweep and scan. */
static const struct mst_option options_table[] = {
	MST_HEADING("Targets"),
	MST_EXCLUDE_ROWS(FIELD),

	MST_HEADING("Sending"),
	MST_RATE_ROWS(FIELD),
	MST_UNTIL_ROWS(FIELD),
	MST_TIMEOUT_ROWS(FIELD),
	MST_ENGINE_ROWS(FIELD),
	MST_ROUTING_ROWS(FIELD),
	MST_GATEWAY_ROWS(FIELD),

	MST_HEADING("Results"),
	MST_RESULT_ROWS(FIELD),
	MST_EXPECT_ROWS(FIELD),

	MST_HEADING("Journal"),
	MST_STALL_ROWS(FIELD),

	MST_HEADING("Messages"),
	MST_MESSAGE_ROWS(FIELD),
	MST_TRACE_ROWS(FIELD),
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help; with --all, every option",
	  .everyday = true },
	{ .kind = MST_OPT_END },
};

/* ---- with an ID ---- */

/* Where the ID stands among the words; -1: nowhere. What is wrong with the options is told later. */
static int find_id(mst_command_list commands, int argc, char **argv)
{
	const struct mst_command *command = mst_command_named(commands, "resume");
	struct mst_arguments arguments = { 0 };
	void *values = mst_command_values(command);
	struct mst_error ignored;
	int at = -1;

	if (argc > 0 && (argv[0][0] != '-' || !argv[0][1]))
		at = 0;
	else if (values && mst_options_read(&arguments, options_table, "resume", argc, argv, values, &ignored) == 0) {
		for (int i = 0; i < argc && arguments.words.count; i++)
			at = argv[i] == arguments.words.items[0] && at < 0 ? i : at;
	}
	if (values)
		mst_options_free(options_table, values);
	mst_words_free(&arguments.words);
	free(values);
	return at;
}

static int find_resumed(struct mst_resumption *resumption, mst_command_list commands, int argc, char **argv,
                        struct mst_error *err)
{
	int at = find_id(commands, argc, argv), code;

	/* Help needs no run. */
	for (int i = 0; i < argc; i++)
		at = strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ? -1 : at;
	if (at < 0)
		return 0;
	code = mst_resume_find(resumption, argv[at], err);
	if (code < 0)
		return code;
	/* The words before and behind it: argv is this program's own. */
	memmove(argv + 1, argv, (size_t)at * sizeof *argv);
	resumption->now = argv + 1;
	resumption->now_count = argc - 1;
	return 1;
}

/* ---- the list ---- */

struct run {
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
	static const char *const of_lists[] = { "output", "no-header",  "csv-crlf", "csv-raw", "force",
		                                "quiet",  "no-sandbox", "help",     "verbose", NULL };
	const struct mst_probing *options = values;

	for (const struct mst_option *o = options_table; o->kind != MST_OPT_END; o++) {
		size_t i = 0;

		while (of_lists[i] && (o->kind == MST_OPT_HEADING || strcmp(of_lists[i], o->name) != 0))
			i++;
		if (!of_lists[i] && o->kind != MST_OPT_HEADING && mst_given(arguments, o->name))
			return mst_fail(err, -EINVAL,
			                "--%s: expected the ID of a run beside it, as muster resume lists them",
			                o->name);
	}
	return mst_sheets_check(&options->outputs, &options->sheet, err);
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_probing *options = values;

	rights->files.outputs = &options->outputs;
	rights->journals = true;
}

static int find_runs(struct run *run, const struct mst_call *call, struct mst_error *err)
{
	struct mst_rights rights = *call->rights;
	char folder[PATH_MAX];
	int code = mst_state_folder(folder, err);

	rights.state = folder;
	if (code == 0)
		code = mst_privilege_drop(&rights, err);
	if (code == 0)
		code = mst_unfinished_list_find(&run->runs, folder, false, err);
	if (code == 0)
		mst_unfinished_list_remove_old(&run->runs, mst_epoch_ns());
	return code;
}

static int list_runs(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	const struct mst_probing *options = call->values;
	int code = find_runs(run, call, err);

	if (code == 0)
		code = mst_sheets_open(&run->sheets, &options->outputs, &options->sheet, err);
	if (code < 0)
		return code;
	if (!run->sheets.to_stdout)
		mst_unfinished_list_print(&run->runs, mst_epoch_ns(), stdout);
	if (!run->runs.count && !options->quiet)
		fprintf(stderr, "no run is unfinished\n");
	code = mst_unfinished_list_write(&run->sheets, &run->runs, err);
	return code < 0 ? code : mst_stdout_flush(err);
}

static const struct mst_example examples[] = {
	{ "muster resume", "list the runs that are unfinished" },
	{ "muster resume 20261129-1030", "go on with the run whose ID begins so" },
	{ "muster resume 20261129-1030 --rate 1k --exclude 10.0.2.0/24",
	  "go on slower, and leave these addresses out" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "the run is complete now, or the list was printed" },
	{ "1", "it failed: another process has the run, missing privileges, a file that cannot be read or written" },
	{ "2", "there is no such run, its journal cannot be read, or an option may not change; nothing was sent" },
	{ "3", "--max-time ended the run again; it can be resumed" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; the run can be resumed" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_resume = {
	.name = "resume",
	.arguments = "[ID | FILE]",
	.summary = "go on with a sweep or scan that was cut short",
	.description =
		"Goes on with an unfinished run of sweep or scan. Verdicts that it has stay; all other targets are "
		"probed, so that each gets exactly one verdict in the end. Output files are written anew, whole; a "
		"pipe "
		"gets what is new. ID, or its beginning, is the one that the interrupted run printed; FILE is a "
		"journal "
		"that --journal named, or that was copied from another machine.\n"
		"The options of the run hold, and relative paths in them are those of the folder in which it was "
		"started. Options that are given now come on top: --output in place of the earlier outputs, --exclude "
		"beside the earlier ones. What the run asks cannot change: targets, ports, probes, payloads and order. "
		"Host names are not followed: the run goes on with the addresses that they had.\n"
		"Without ID it lists the unfinished runs of this user: the command, when it began, how far it is, and "
		"which process has it. Runs that were not resumed for 30 days are removed.",
	.options = options_table,
	.values_size = sizeof(struct mst_probing),
	.defaults = mst_probing_defaults,
	.examples = examples,
	.exits = exits,
	.find_resumed = find_resumed,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = list_runs,
	.close = close_run,
};
