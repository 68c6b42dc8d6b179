/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - merge: the verdicts of several files as one run, and whether every target has one.
 *
 *     files ─► rows ─► merged ─► counted ─► report ─► summary, cover
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
#include "cli/merge/cover.h"
#include "cli/runs/files.h"
#include "cli/runs/writing.h"
#include "cli/scan/options.h"
#include "cli/scan/report.h"

static const struct mst_option merge_options[] = {
	MST_RUN_ROWS,
	{ .kind = MST_OPT_END },
};

struct run {
	struct mst_run_files files;
	struct mst_rows *merged;
	struct mst_cover_pairs cover;
	struct mst_run_tally tally;
	bool lacks; /* a target has no verdict */
	bool left;  /* every output was a pipe whose reader left */
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_cover_free(&run->cover);
	mst_rows_close(run->merged);
	mst_run_files_close(&run->files);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_run_options *options = values;
	int code = mst_run_check(options, arguments, err);

	if (code < 0 || mst_scan_explains_fields(&options->probing))
		return code;
	if (arguments->words.count < 2)
		return mst_fail(err, -EINVAL, "%zu file%s: expected two or more, such as the journals of all shards",
		                arguments->words.count, arguments->words.count == 1 ? "" : "s");
	return mst_run_files_check(&arguments->words, err);
}

/* Which file is of another kind than the first. */
static int refuse_mixture(const struct run *run, const struct mst_words *names, struct mst_error *err)
{
	bool ports = mst_rows_about(run->files.rows[0])->ports;

	for (size_t i = 1; i < run->files.count; i++) {
		if (mst_rows_about(run->files.rows[i])->ports != ports)
			return mst_fail(err, -EINVAL, "%s is about %s, %s about %s: expected files of one kind",
			                mst_run_file_name(names->items[0]), ports ? "ports" : "hosts",
			                mst_run_file_name(names->items[i]), ports ? "hosts" : "ports");
	}
	return 0;
}

static int merge(struct run *run, struct mst_run_options *options, struct mst_error *err)
{
	const struct mst_words *names = &options->probing.arguments->words;
	int code = mst_run_files_open(&run->files, names, &options->probing.outputs, err);

	if (code == 0)
		code = refuse_mixture(run, names, err);
	if (code == 0)
		code = mst_run_check_kind(options, mst_rows_about(run->files.rows[0])->ports, err);
	if (code == 0)
		code = mst_merge_rows(&run->merged, run->files.rows, run->files.count, err);
	if (code == 0)
		code = mst_run_count(&run->tally, run->merged, err);
	if (code == 0 && mst_cover_pairs(&run->cover, run->merged) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the summary");
	if (code < 0)
		return code;
	run->lacks = mst_cover_lacks(run->merged);
	return mst_run_write(options, run->merged, &run->tally,
	                     (struct mst_pairs){ run->cover.pairs, run->cover.count }, &run->left, err);
}

static int run_merge(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	struct mst_run_options *options = call->values;
	int code;

	if (mst_scan_explains_fields(&options->probing)) {
		mst_scan_print_fields(stdout);
		return mst_stdout_flush(err);
	}
	code = mst_privilege_drop(call->rights, err);
	if (code == 0)
		code = merge(run, options, err);
	if (code < 0)
		return code;
	mst_run_files_warn(&run->files);
	if (!options->probing.quiet && !run->left) {
		fputs(mst_terminal_of(STDERR_FILENO).is_one ? "\n" : "", stderr);
		mst_run_print(stderr, &run->tally);
		mst_cover_print(stderr, run->merged, &call->arguments->words);
	}
	return run->lacks ? MST_EXIT_COULD_NOT : MST_EXIT_DONE;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_run_options *options = values;

	mst_run_files_rights(&options->probing.arguments->words, &options->probing.outputs, rights);
}

static const struct mst_example examples[] = {
	{ "muster merge shard1.journal shard2.journal shard3.journal -o whole.csv --all",
	  "join three shards, and prove that no target is missing" },
	{ "muster merge monday.xml tuesday.xml", "list the ports that were open on either day" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "every target has a verdict, as far as the files say which targets their runs had" },
	{ "1", "targets or shards are missing; the reports have all others" },
	{ "2",
	  "it failed: the command line was not understood, a file is none of a run, hosts and ports were mixed, or a "
	  "file could not be read or written" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_merge = {
	.name = "merge",
	.arguments = "FILE FILE …",
	.summary = "join the files of several runs, and tell what is missing",
	.description =
		"Reads files as report does, joins their verdicts in the order of address and port, and writes "
		"them as sweep and scan do. A target with several verdicts gets the best: open or up, closed, an "
		"ICMP error, silence, unknown; of equals the later one.\n"
		"Journals say which targets their runs had, and so prove that the parts are whole: N of N "
		"targets have a verdict, or the ranges that are missing. Shards that no file has are named, and "
		"files whose runs are unfinished. Files of different targets or ports are joined, too, and "
		"counted by themselves. Nothing is sent.",
	.options = merge_options,
	.failed = MST_EXIT_USAGE,
	.values_size = sizeof(struct mst_run_options),
	.defaults = mst_run_defaults,
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_merge,
	.close = close_run,
};
