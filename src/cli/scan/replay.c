/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay.c - a scan that was recorded, judged again: the same verdicts, without a network and without rights.
 *
 *     record ─► replay ─► report ─► summary
 */
#include <muster/replay.h>

#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/scan/found.h"
#include "cli/scan/options.h"
#include "cli/scan/report.h"
#include "cli/scan/rows.h"
#include "cli/scan/summary.h"
#include "cli/scan/trace.h"

#include <errno.h>
#include <unistd.h>

#define FIELD(member) MST_MEMBER(struct mst_probing, member)

static const struct mst_option replay_options[] = {
	MST_HEADING("Results"),
	MST_RESULT_ROWS(FIELD),

	MST_HEADING("Messages"),
	{ "quiet", 'q', MST_OPT_FLAG, FIELD(quiet), NULL, .meaning = "print no summary on standard error, only errors",
	  .everyday = true },
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL,
	  .meaning = "also print how many frames were not believed, for each reason", .everyday = true },
	MST_TRACE_ROWS(FIELD),
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help; with --all, every option",
	  .everyday = true },
	{ .kind = MST_OPT_END },
};

struct run {
	struct mst_probing *options;
	struct mst_replay *replay;
	struct mst_targets *traced;
	struct mst_report *report;
	struct mst_found_lines found;
	struct mst_scan_names names;
	struct mst_pair_list parameters, summary;
	struct mst_scan_stats stats;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_report_free(run->report);
	mst_reverse_close(run->names.reverse);
	mst_replay_close(run->replay);
	mst_targets_free(run->traced);
	mst_pair_list_free(&run->parameters);
	mst_pair_list_free(&run->summary);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_probing *options = values;

	options->arguments = arguments;
	if (mst_scan_explains_fields(options))
		return 0;
	if (arguments->words.count != 1)
		return mst_fail(err, -EINVAL,
		                "%zu files: expected the one file that sweep --record or scan --record wrote",
		                arguments->words.count);
	if (mst_probing_check_values(options, err) < 0)
		return -EINVAL;
	return mst_scan_check_results(options, arguments, err);
}

/* Which states and outputs there can be, the record says. */
static int open_replay(struct run *run, struct mst_error *err)
{
	int code = mst_replay_open(&run->replay, run->options->arguments->words.items[0], err);

	if (code < 0)
		return code;
	run->options->scan = *mst_replay_config(run->replay);
	code = mst_scan_check_outputs(run->options, err);
	if (code == 0)
		code = mst_scan_read_states(run->options, err);
	if (code == 0)
		code = mst_trace_open(&run->traced, run->options, err);
	return code;
}

static int open_report(struct run *run, const char *line, struct mst_error *err)
{
	int code = mst_scan_report_open(&run->report, &run->names, run->options, err);

	if (code == 0 && run->options->resolve)
		code = mst_reverse_open(&run->names.reverse, err);
	if (code == 0)
		code = mst_scan_report_add_outputs(run->report, run->options, err);
	if (code == 0 && mst_pair_list_parameters(&run->parameters, run->options, line) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the parameters");
	return code < 0 ? code : mst_report_begin(run->report, mst_pair_list_view(&run->parameters), err);
}

static int judge(struct run *run, struct mst_error *err)
{
	const struct mst_scan_output output = { .sink = mst_scan_names_take, .user = &run->names };
	struct mst_error later;
	int code, ended;

	run->found = (struct mst_found_lines){ run->report, false };
	run->names.next = &run->found;
	code = mst_replay_run(run->replay, &output, &run->options->scan.trace, &run->stats, err);
	if (mst_pair_list_summary(&run->summary, &run->stats) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the summary");
	mst_scan_names_finish(&run->names, code < 0);
	ended = mst_report_end(run->report, mst_pair_list_view(&run->summary), &later);
	if (code == 0 && ended < 0)
		*err = later;
	return code < 0 ? code : ended;
}

static int run_replay(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code = mst_privilege_drop(call->rights, err);

	run->options = call->values;
	if (mst_scan_explains_fields(run->options)) {
		mst_scan_print_fields(stdout);
		return mst_stdout_flush(err);
	}
	if (code == 0)
		code = open_replay(run, err);
	if (code < 0)
		return mst_privilege_explain_read(err, code);
	if (code == 0)
		code = open_report(run, call->line, err);
	if (code == 0)
		code = judge(run, err);
	if (code < 0)
		return mst_privilege_explain(err, code);
	if (mst_report_all_left(run->report))
		return MST_EXIT_DONE;
	if (!run->options->quiet) {
		fputs(mst_terminal_of(STDERR_FILENO).is_one ? "\n" : "", stderr);
		mst_summary_print(&run->stats, &run->options->scan.retry, run->options->verbose, stderr);
	}
	if (mst_replay_is_cut(run->replay))
		fprintf(stderr, "the record ends in the middle of the scan: its writer was stopped\n");
	return run->stats.interrupted ? MST_EXIT_CUT : MST_EXIT_DONE;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_probing *options = values;

	rights->files.outputs = &options->outputs;
	rights->reads_later = true;
	rights->files.read = options->arguments->words.count ? options->arguments->words.items[0] : NULL;
	rights->spools = true;
	rights->resolves = options->resolve;
}

static const struct mst_example examples[] = {
	{ "muster scan 10.0.2.0/24 -p 22,80 --record scan.pcapng", "record a scan" },
	{ "muster replay scan.pcapng --all", "judge it again, and list every verdict" },
	{ "muster replay scan.pcapng --trace 10.0.2.17", "see why answers of one host were believed or not" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "the recorded scan was judged, whatever the verdicts are" },
	{ "1", "it failed: a file that cannot be read or written, or is no recording" },
	{ "2", "the command line was not understood; nothing was read" },
	{ "3", "the record ends early; reports are whole and marked as interrupted, and targets without a verdict are "
	       "unknown" },
	{ "130, 143, 129", "stopped by ^C, SIGTERM or SIGHUP; reports are whole and marked as interrupted" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_replay = {
	.name = "replay",
	.arguments = "FILE",
	.summary = "judge a recorded scan again",
	.description =
		"Reads a file that sweep --record or scan --record wrote, and judges the recorded answers again, "
		"in their order and with their times. It needs neither a network nor privileges, and gives the "
		"same verdicts, reasons and round-trip times as the scan. With --trace it shows why a frame was "
		"believed or not. A later version of muster may judge an answer differently; that a target did "
		"not answer is taken from the record. FILE is a pcapng file, which Wireshark and tcpdump read "
		"too; - is standard input.",
	.options = replay_options,
	.values_size = sizeof(struct mst_probing),
	.defaults = mst_probing_defaults,
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_replay,
	.close = close_run,
};
