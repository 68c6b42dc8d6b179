/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - report: the verdicts of a finished run, from its file into any format.
 *
 *     file ─► rows ─► counted ─► report ─► summary
 */
#include <errno.h>
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

static const struct mst_option report_options[] = {
	MST_RUN_ROWS,
	{ .kind = MST_OPT_END },
};

struct run {
	struct mst_run_files files;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_run_files_close(&run->files);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_run_options *options = values;
	int code = mst_run_check(options, arguments, err);

	if (code == 0 && arguments->words.count != 1 && !mst_scan_explains_fields(&options->probing))
		return mst_fail(err, -EINVAL,
		                "%zu files: expected one, such as a journal, or a csv, json or XML file of a run%s",
		                arguments->words.count,
		                arguments->words.count > 1 ? "; muster merge joins several" : "");
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
	struct mst_run_options *options = call->values;
	const struct mst_words *words = &call->arguments->words;
	struct mst_run_tally tally;
	bool left = false;
	int code;

	if (mst_scan_explains_fields(&options->probing)) {
		mst_scan_print_fields(stdout);
		return mst_stdout_flush(err);
	}
	code = mst_privilege_drop(call->rights, err);
	if (code == 0)
		code = mst_run_files_open(&run->files, words, &options->probing.outputs, err);
	if (code == 0)
		code = mst_run_check_kind(options, mst_rows_about(run->files.rows[0])->ports, err);
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
	const struct mst_run_options *options = values;

	mst_run_files_rights(&options->probing.arguments->words, &options->probing.outputs, rights);
}

static const struct mst_example examples[] = {
	{ "muster report scan.csv", "list the open ports in a file as a table, with counts" },
	{ "muster report scan.xml --all -o scan.ndjson", "turn an XML file into another format" },
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
	.values_size = sizeof(struct mst_run_options),
	.defaults = mst_run_defaults,
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_report,
	.close = close_run,
};
