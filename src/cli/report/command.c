/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - report: the verdicts of a finished run, from its file into any format.
 *
 *     file ─► rows ─► counted ─► report ─► summary
 */
#include <errno.h>
#include <muster/compare.h>
#include <muster/text.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/runs/files.h"
#include "cli/runs/writing.h"
#include "cli/scan/options.h"
#include "cli/scan/report.h"

struct options {
	struct mst_run_options run;
	struct mst_words files; /* FILE and that of --since */
	const char *names[2];
};

static const struct mst_option report_options[] = {
	MST_RUN_ROWS,
	MST_HEADING("Changes"),
	{ "since", 0, MST_OPT_TEXT, MST_MEMBER(struct options, run.since), "FILE",
	  .meaning =
	          "also tell what changed since the older run in this file, in an output of html; muster diff prints "
	          "such changes as lines" },
	{ .kind = MST_OPT_END },
};

struct run {
	struct mst_run_files files;
	struct mst_diff *changes;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_diff_close(run->changes);
	mst_run_files_close(&run->files);
}

/* Only pages tell what changed. */
static int check_since(const struct mst_run_options *options, struct mst_error *err)
{
	const struct mst_words *outputs = &options->probing.outputs;
	unsigned traits, all = 0;

	for (size_t i = 0; i < outputs->count; i++) {
		if (mst_report_format_traits(outputs->items[i], &traits, err) < 0)
			return -EINVAL;
		all |= traits;
	}
	if (!options->since || (all & MST_FORMAT_CHANGES))
		return 0;
	return mst_fail(
		err, -EINVAL,
		"--since %s: only a page tells what changed; expected an output such as -o x.html, or muster diff",
		options->since);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct options *all = values;
	struct mst_run_options *options = &all->run;
	int code = check_since(options, err);

	if (code == 0)
		code = mst_run_check(options, arguments, err);
	if (code == 0 && arguments->words.count != 1 && !mst_scan_explains_fields(&options->probing))
		return mst_fail(err, -EINVAL,
		                "%zu files: expected one, such as a journal, or a csv, json or XML file of a run%s",
		                arguments->words.count,
		                arguments->words.count > 1 ? "; muster merge joins several" : "");
	if (code < 0 || arguments->words.count != 1)
		return code;
	all->names[0] = arguments->words.items[0];
	all->names[1] = options->since;
	all->files = (struct mst_words){ all->names, options->since ? 2 : 1 };
	return mst_run_files_check(&all->files, err);
}

static int open_files(struct run *run, struct options *all, struct mst_error *err)
{
	int code = mst_run_files_open(&run->files, &all->files, &all->run.probing.outputs, err);

	if (code == 0)
		code = mst_run_check_kind(&all->run, mst_rows_about(run->files.rows[0])->ports, err);
	if (code < 0 || !all->run.since)
		return code;
	code = mst_diff_open(&run->changes, run->files.rows[1], run->files.rows[0], false, err);
	all->run.changes = run->changes;
	if (code == -EINVAL)
		return mst_fail(err, code, "--since %s: expected a run of the same kind as %s: hosts, TCP or UDP ports",
		                mst_run_file_name(all->run.since), mst_run_file_name(all->names[0]));
	return code;
}

static void print_summary(const struct mst_run_tally *tally, const struct mst_rows_about *about)
{
	fputs(mst_terminal_of(STDERR_FILENO).is_one ? "\n" : "", stderr);
	if (about->command)
		mst_run_print_sentence(stderr, "run", about->command);
	mst_run_print(stderr, tally);
}

static int run_report(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	struct options *all = call->values;
	struct mst_run_options *options = &all->run;
	struct mst_run_tally tally;
	bool left = false;
	int code;

	if (mst_scan_explains_fields(&options->probing)) {
		mst_scan_print_fields(stdout);
		return mst_stdout_flush(err);
	}
	code = mst_privilege_drop(call->rights, err);
	if (code == 0)
		code = open_files(run, all, err);
	if (code == 0)
		code = mst_run_count(&tally, run->files.rows[0], err);
	if (code == 0)
		code = mst_run_write(options, run->files.rows[0], &tally, (struct mst_pairs){ 0 }, &left, err);
	if (code < 0)
		return code == -EBADMSG ? -EINVAL : code; /* the middle of a file may be broken */
	mst_run_files_warn(&run->files);
	if (!options->probing.quiet && !left)
		print_summary(&tally, mst_rows_about(run->files.rows[0]));
	return MST_EXIT_DONE;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct options *options = values;

	mst_run_files_rights(&options->files, &options->run.probing.outputs, rights);
}

static const struct mst_example examples[] = {
	{ "muster report scan.csv", "list the open ports in a file as a table, with counts" },
	{ "muster report scan.xml --all -o scan.ndjson", "turn an XML file into another format" },
	{ "muster report scan.db -o scan.html --since old.json", "make a page for a browser, with what changed" },
	{ "muster report run.journal --state unknown -o rest.list", "list what an unfinished run has not come to yet" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "the report was written, whatever the verdicts are" },
	{ "1", "a file could not be read or written" },
	{ "2", "the command line was not understood, or FILE is no file of a run; nothing was written" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_report = {
	.name = "report",
	.arguments = "FILE",
	.summary = "write the verdicts of a finished run in any format",
	.description =
		"Reads a file of sweep or scan (a journal, csv with header, json, ndjson, sqlite or XML) or an "
		"XML file of nmap, and writes its verdicts as sweep and scan do: a table of the hosts that are "
		"up, or of the open ports, and whatever --output names. The content decides what kind of file "
		"it is; - is standard input, scan.db#3 is run 3 of a sqlite file, and the ID of an unfinished run "
		"(muster resume lists them) is its journal. Targets that an unfinished "
		"run has not come to yet are unknown. Nothing is sent.",
	.options = report_options,
	.values_size = sizeof(struct options),
	.defaults = mst_run_defaults,
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_report,
	.close = close_run,
};
