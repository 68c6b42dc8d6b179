/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - diff: which hosts and ports came, went or changed between two runs.
 *
 *     two files ─► rows ─► differences ─► lines, sheets, summary
 */
#include <errno.h>
#include <muster/compare.h>
#include <muster/report.h>
#include <muster/text.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/diff/lines.h"
#include "cli/diff/table.h"
#include "cli/options/sheets.h"
#include "cli/runs/files.h"
#include "cli/runs/tally.h"

struct options {
	const struct mst_arguments *arguments;
	struct mst_words outputs;
	struct mst_sheet_config sheet;
	const char *title;
	bool all, quiet;
};

#define FIELD(member) MST_MEMBER(struct options, member)

static const struct mst_option diff_options[] = {
	MST_HEADING("Comparison"),
	{ "all", 0, MST_OPT_FLAG, FIELD(all), NULL,
	  .meaning = "also list targets whose state is the same, and whose reason, suspicion or MAC address differs",
	  .by_default = "only other states" },

	MST_HEADING("Results"),
	MST_SHEETS_OPTIONS(struct options),
	{ "title", 0, MST_OPT_TEXT, FIELD(title), "TEXT", .meaning = "the title of pages for a browser (html)",
	  .by_default = "Differences" },

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL,
	  .meaning = "print no summary on standard error, only errors" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

struct run {
	const struct options *options;
	const char *names[2];
	struct mst_run_files files;
	struct mst_diff *diff;
	struct mst_sheets sheets;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_sheets_close(&run->sheets);
	mst_diff_close(run->diff);
	mst_run_files_close(&run->files);
}

/* One of the outputs is a page. */
static int check_title(const struct options *options, struct mst_error *err)
{
	unsigned all = 0, traits;
	int code = mst_sheets_check(&options->outputs, &options->sheet, err);

	for (size_t i = 0; code == 0 && i < options->outputs.count; i++) {
		code = mst_report_format_traits(options->outputs.items[i], &traits, err);
		all |= traits;
	}
	if (code == 0 && !(all & MST_FORMAT_CHANGES))
		return mst_fail(err, -EINVAL, "--title: expected an output of html: the other formats have no title");
	return code;
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct options *options = values;

	options->arguments = arguments;
	if (arguments->words.count != 2)
		return mst_fail(err, -EINVAL, "%zu file%s: expected two, that of the earlier run first",
		                arguments->words.count, arguments->words.count == 1 ? "" : "s");
	if (mst_run_files_check(&arguments->words, err) < 0)
		return -EINVAL;
	return options->title ? check_title(options, err) : mst_sheets_check(&options->outputs, &options->sheet, err);
}

/* What files are about, for a sentence that names them. */
static const char *kind_of(const struct mst_rows *rows)
{
	const struct mst_rows_about *about = mst_rows_about(rows);

	return !about->ports ? "hosts" : about->proto == 17 ? "UDP ports" : about->proto == 6 ? "TCP ports" : "ports";
}

static int open_diff(struct run *run, struct mst_error *err)
{
	const struct mst_words *names = &run->options->arguments->words;
	int code = mst_run_files_open(&run->files, names, &run->options->outputs, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < 2; i++)
		run->names[i] = mst_run_file_name(names->items[i]);
	code = mst_diff_open(&run->diff, run->files.rows[0], run->files.rows[1], run->options->all, err);
	if (code == -EINVAL)
		return mst_fail(err, code, "%s is about %s, %s about %s: expected two files of one kind", run->names[0],
		                kind_of(run->files.rows[0]), run->names[1], kind_of(run->files.rows[1]));
	return code;
}

/* Reads all differences once: lines are printed unless a sheet goes to standard output, and counts are known. */
static int print_lines(struct run *run, struct mst_error *err)
{
	struct mst_diff_lines lines = {
		.out = stdout,
		.rows = { run->files.rows[0], run->files.rows[1] },
		.colour = mst_terminal_of(STDOUT_FILENO).colour,
		.protocols = !mst_rows_about(run->files.rows[0])->proto || !mst_rows_about(run->files.rows[1])->proto,
	};
	const struct mst_difference *difference;

	while ((difference = mst_diff_next(run->diff))) {
		if (!run->sheets.to_stdout)
			mst_diff_lines_add(&lines, difference);
	}
	mst_diff_lines_end(&lines);
	return mst_diff_code(run->diff, err);
}

/* ---- the summary ---- */

static void print_some(uint64_t count, const char *meaning)
{
	if (count)
		mst_run_print_count(stderr, count, meaning);
}

/* Differences that rest on a row that a file lacks, where nothing says what its run asked. */
static void print_assumed(const struct run *run, const struct mst_diff_counts *counts, size_t side)
{
	char sentence[512];

	if (!counts->absent[side] || mst_rows_about(run->files.rows[side])->targets)
		return;
	snprintf(sentence, sizeof sentence,
	         "%s lists only some states and not what its run asked: targets that it lacks count as probed",
	         run->names[side]);
	mst_run_print_sentence(stderr, "assumed", sentence);
}

/* Every row is of an address that the other file lacks, and neither says what its run asked. */
static bool are_assumed_strangers(const struct run *run, const struct mst_diff_counts *counts)
{
	return counts->absent[0] && counts->absent[1] && counts->compared == counts->absent[0] + counts->absent[1] &&
	       !counts->undecided && !mst_diff_met(run->diff) && !mst_rows_about(run->files.rows[0])->targets &&
	       !mst_rows_about(run->files.rows[1])->targets;
}

static void print_summary(const struct run *run)
{
	const struct mst_diff_counts *counts = mst_diff_counts(run->diff);
	char sentence[512];

	fputs(mst_terminal_of(STDERR_FILENO).is_one ? "\n" : "", stderr);
	mst_run_print_count(stderr, counts->compared, counts->compared == 1 ? "target compared" : "targets compared");
	print_some(counts->came, "came (+)");
	print_some(counts->went, "went (-)");
	print_some(counts->changed, "changed (~)");
	print_some(counts->undecided, "unknown in one of the files, or its run ended before: not compared");
	for (size_t i = 0; i < 2; i++) {
		snprintf(sentence, sizeof sentence, "only in %s, whose run alone asked them: not compared",
		         run->names[i]);
		print_some(counts->left_out[i], sentence);
	}
	for (size_t i = 0; i < 2; i++)
		print_assumed(run, counts, i);
	if (are_assumed_strangers(run, counts))
		mst_run_print_sentence(stderr, "apart",
		                       "no address is in both files: if their runs asked other targets, these are no "
		                       "differences");
}

static int compare(struct run *run, struct mst_error *err)
{
	int code = open_diff(run, err);

	if (code == 0)
		code = mst_sheets_open(&run->sheets, &run->options->outputs, &run->options->sheet, err);
	if (code == 0)
		code = print_lines(run, err);
	if (code == 0)
		code = mst_stdout_flush(err);
	if (code == 0)
		code = mst_diff_write(&run->sheets, run->diff, run->files.rows, run->names, run->options->title, err);
	return code < 0 ? code : mst_diff_code(run->diff, err);
}

/* Two runs without a common target are not the same. */
static int refuse_strangers(const struct run *run, struct mst_error *err)
{
	const struct mst_diff_counts *counts = mst_diff_counts(run->diff);

	if (counts->compared || counts->undecided || !counts->left_out[0] || !counts->left_out[1])
		return 0;
	return mst_fail(err, -ENODATA, "%s and %s have no target in common: nothing was compared", run->names[0],
	                run->names[1]);
}

static int run_diff(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	const struct mst_diff_counts *counts;
	int code;

	run->options = call->values;
	code = mst_privilege_drop(call->rights, err);
	if (code == 0)
		code = compare(run, err);
	if (code == 0)
		code = refuse_strangers(run, err);
	if (code < 0)
		return code;
	mst_run_files_warn(&run->files);
	if (!run->options->quiet)
		print_summary(run);
	counts = mst_diff_counts(run->diff);
	return counts->came + counts->went + counts->changed ? MST_EXIT_COULD_NOT : MST_EXIT_DONE;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct options *options = values;

	mst_run_files_rights(&options->arguments->words, &options->outputs, rights);
}

static const struct mst_example examples[] = {
	{ "muster diff monday.csv tuesday.csv", "list the hosts and ports that came, went or changed" },
	{ "muster diff a.xml b.xml -o ndjson:- | jq -r 'select(.change == \"came\").addr'", "use it in a program" },
	{ "muster diff -q old.json new.json >/dev/null || mail -s changed root", "act on a difference" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "no difference" },
	{ "1", "at least one difference" },
	{ "2",
	  "it failed: the command line was not understood, a file is none of a run, the two are not comparable (hosts "
	  "and ports, TCP and UDP), or a file could not be read or written" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_diff = {
	.name = "diff",
	.arguments = "FILE FILE",
	.summary = "compare two runs: which hosts and ports came, went or changed",
	.description =
		"Reads two files as report does, the earlier one first, and prints a line for each difference: + for "
		"what came, - for what went, ~ for another state. Times and TTLs are not compared.\n"
		"Only what both runs asked is compared, and the summary counts the rest. Journals and files with a row "
		"for every target (--all) say what was asked. A file of hosts that are up, or of open ports, does not: "
		"a target that it lacks counts as probed, and not up or not open. What is unknown in one of the files "
		"is not compared. Nothing is sent.",
	.options = diff_options,
	.failed = MST_EXIT_USAGE,
	.values_size = sizeof(struct options),
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_diff,
	.close = close_run,
};
