/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - sweep and scan: one program, two questions.
 *
 *     options ─► targets ─┬─► rehearse ─► plan
 *                         └─► journal ─► open ─► drop rights ─► outputs ─► start ─► wait ─► summary
 */
#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/advice.h"
#include "cli/common/clock.h"
#include "cli/common/command.h"
#include "cli/common/paragraph.h"
#include "cli/common/privilege.h"
#include "cli/common/resident.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/probing/inputs.h"
#include "cli/scan/dry_run.h"
#include "cli/scan/expect.h"
#include "cli/scan/found.h"
#include "cli/scan/journal.h"
#include "cli/scan/options.h"
#include "cli/scan/outdated.h"
#include "cli/scan/progress.h"
#include "cli/scan/report.h"
#include "cli/scan/services.h"
#include "cli/scan/settings.h"
#include "cli/scan/summary.h"
#include "cli/scan/trace.h"

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct mst_probing *options;
	struct mst_rights rights;
	struct mst_targets *targets, *traced;
	struct mst_endpoints *endpoints; /* NULL: every port of every target */
	struct mst_scan_journal journal;
	struct mst_report *report;
	struct mst_found_lines found;
	struct mst_scan_names names;
	struct mst_scan *scan;
	struct mst_pair_list parameters, summary;
	struct mst_scan_stats stats; /* at the end */
	size_t noted;                /* bytes of the scan's notes that are printed */
	bool unresolved, left;       /* left: the reader of standard output did, and there is no other output */
	char how_to_go_on[MST_HOW_TO_GO_ON];
};

#define LOOK_EVERY_NS (200 * MST_NS_PER_MS) /* at a running scan */

static void close_run(void *state)
{
	struct run *run = state;

	mst_scan_close(run->scan);
	mst_report_free(run->report);
	mst_reverse_close(run->names.reverse);
	mst_scan_journal_close(&run->journal);
	mst_targets_free(run->targets);
	mst_endpoints_free(run->endpoints);
	mst_targets_free(run->traced);
	mst_pair_list_free(&run->parameters);
	mst_pair_list_free(&run->summary);
}

static int read_targets(struct run *run, struct mst_error *err)
{
	int code;

	run->options->scan.probing.targets = run->targets = mst_targets_new();
	if (!run->targets)
		return mst_fail(err, -ENOMEM, "no memory for targets");
	code = mst_probing_read_open(&run->endpoints, run->targets, run->options, err);
	if (code == 0)
		code = mst_probing_find_targets(run->options, run->targets, err);
	if (code == 0)
		code = mst_trace_open(&run->traced, run->options, err);
	run->unresolved = code == 0 && mst_targets_unresolved(run->targets) > 0;
	return code;
}

/* As the user that the files shall belong to. A dry run has none, a run that goes on has its targets from it. */
static int open_journal(struct run *run, const struct mst_call *call, struct mst_error *err)
{
	int code = 0;

	if (run->options->resumption)
		code = mst_scan_journal_resume(&run->journal, run->options, err);
	else if (!run->options->dry_run)
		code = mst_scan_journal_open(&run->journal, run->options, call, &run->rights, err);
	run->options->scan.output.journal = run->journal.journal;
	return mst_privilege_explain(err, code);
}

/* In the order in which one needs the other. */
static int find_targets(struct run *run, const struct mst_call *call, struct mst_error *err)
{
	int code = run->options->resumption ? open_journal(run, call, err) : read_targets(run, err);

	if (code < 0)
		return code;
	return run->options->resumption ? mst_trace_open(&run->traced, run->options, err)
	                                : open_journal(run, call, err);
}

/* Sockets first; then privileges are dropped; then files are opened, as the user that they shall belong to. */
static int open_scan(struct run *run, const char *line, struct mst_error *err)
{
	int code;

	run->found = (struct mst_found_lines){
		run->report,
		run->options->verbose && mst_terminal_of(STDERR_FILENO).is_one &&
			!mst_progress_shows_rows(run->options),
	};
	run->names.next = &run->found;
	mst_scan_names_become_sink(&run->names, &run->options->scan.output);
	run->options->scan.output.unasked = run->options->states & (UINT32_C(1) << MST_UNKNOWN);
	mst_scan_raise_open_files(run->options);
	mst_resident_trim(); /* twice: opening takes memory of its own for a while */
	code = mst_scan_open(&run->scan, &run->options->scan, err);
	mst_resident_trim();
	if (code == -EPERM) /* -EACCES is of a file */
		mst_advise_rights(err, line);
	else
		code = mst_privilege_explain_read(err, code);
	code = code == 0 ? mst_privilege_drop(&run->rights, err) : code;
	/* By a thread of its own, which had the rights of the moment that it starts. */
	if (code == 0 && run->options->resolve)
		code = mst_reverse_open(&run->names.reverse, err);
	return code;
}

/* What changed in the network since they were printed last. */
static void print_notes(struct run *run, const struct mst_progress *progress)
{
	char notes[MST_NOTES_TEXT];

	mst_scan_notes(run->scan, notes, sizeof notes);
	if (!notes[run->noted] || run->options->quiet)
		return;
	fprintf(stderr, "%s%s", progress->mode == MST_PROGRESS_LINE ? MST_TERMINAL_ERASE : "", notes + run->noted);
	run->noted = strlen(notes);
}

static int wait_for_end(struct run *run, struct mst_error *err)
{
	bool only_stdout = !mst_probing_writes_files(run->options);
	struct mst_progress progress = mst_progress_begin(run->options, run->scan);
	struct mst_scan_stats stats;
	int code;

	while ((code = mst_scan_wait(run->scan, LOOK_EVERY_NS, err)) == 1) {
		mst_scan_get_stats(run->scan, &stats);
		print_notes(run, &progress);
		if (!run->options->quiet)
			mst_scan_journal_look(&run->journal, stats.elapsed_ns,
			                      progress.mode == MST_PROGRESS_LINE ? MST_TERMINAL_ERASE : "");
		if (mst_signals_take_request())
			mst_progress_print(&progress, &stats);
		mst_progress_tell(&progress, &stats);
		if (!run->left && only_stdout && mst_stdout_reader_left()) {
			run->left = true;
			mst_scan_stop(run->scan);
		}
	}
	mst_progress_end(&progress);
	print_notes(run, &progress);
	return code;
}

static void print_summary(const struct run *run)
{
	struct mst_scan_retry retry = run->options->scan.retry;
	char how[MST_HOW_TEXT];

	if (run->options->quiet || run->left)
		return;
	if (mst_signals_seen())
		retry.max_time_ns = 0;                                    /* did not end it */
	fputs(mst_terminal_of(STDERR_FILENO).is_one ? "\n" : "", stderr); /* between the table and it */
	mst_summary_print(&run->stats, &retry, run->options->verbose, stderr);
	mst_scan_how(run->scan, how, sizeof how);
	mst_summary_print_how(how, stderr);
	mst_summary_print_outdated(run->journal.journal, stderr);
}

/* Reports are completed after any failure: what is known is written. The first failure is returned. */
static int finish(struct run *run, int probed, struct mst_error *err)
{
	struct mst_error later;
	int code;

	mst_scan_get_stats(run->scan, &run->stats);
	code = mst_pair_list_summary(&run->summary, &run->stats);
	if (code == 0)
		code = mst_pair_list_outdated(&run->summary, run->journal.journal);
	if (code < 0)
		return mst_fail(err, code, "no memory for the summary");
	mst_scan_names_finish(&run->names, run->stats.interrupted);
	code = mst_report_end(run->report, mst_pair_list_view(&run->summary), &later);
	run->left |= mst_report_all_left(run->report);
	print_summary(run);
	if (run->left)
		return 0;
	if (code == 0)
		code = mst_scan_record_end(run->scan, &later);
	/* An output that failed meanwhile tells at the end which file has what had room. */
	if (code == 0 || (probed < 0 && probed != code))
		return probed;
	*err = later;
	return code;
}

/* The reader who left wanted no more: then a file that the user did not name goes, unless an earlier process made it.
 * `code` is that of the run. */
static int end_journal(struct run *run, int code, struct mst_error *err)
{
	bool complete = (code == 0 && !run->stats.interrupted) ||
	                (run->left && !run->journal.file && run->journal.is_new);
	struct mst_error later;
	int ended = mst_scan_journal_end(&run->journal, complete, run->how_to_go_on, &later);

	if (code < 0 || ended == 0)
		return code;
	*err = later;
	return ended;
}

/* In the last line, behind what went wrong. */
static int tell_how(const struct run *run, int code, struct mst_error *err)
{
	struct mst_error sentence = *err;

	if (!*run->how_to_go_on || run->left)
		return code;
	if (code < 0)
		return mst_fail(err, code, "%s\n%s", sentence.text, run->how_to_go_on);
	if (!run->options->quiet)
		mst_print(stderr, "%s\n", run->how_to_go_on);
	return code;
}

static int call_the_roll(struct run *run, const char *line, struct mst_error *err)
{
	int code = open_scan(run, line, err);

	if (code == 0)
		code = mst_privilege_explain(err, mst_scan_report_add_outputs(run->report, run->options, err));
	if (code < 0)
		return code;
	if (mst_pair_list_parameters(&run->parameters, run->options,
	                             run->options->resumption ? run->options->resumption->line : line) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the parameters");
	code = mst_report_begin(run->report, mst_pair_list_view(&run->parameters), err);
	if (code < 0)
		return code;
	if (run->options->record)
		code = mst_scan_record(run->scan, run->options->record, run->options->sheet.force, err);
	if (run->options->record && code == 0)
		mst_scan_record_at_most(run->scan, run->options->record_bytes);
	if (code < 0)
		return mst_privilege_explain(err, code);
	mst_settings_print(run->scan, run->options, run->targets, &run->parameters);
	mst_signals_watch(run->scan);
	mst_signals_hold(true);
	code = mst_scan_start(run->scan, err);
	mst_signals_hold(false);
	if (code < 0)
		return code;
	return tell_how(run, end_journal(run, finish(run, wait_for_end(run, err), err), err), err);
}

/* Of a run that did not fail. */
static int exit_code(const struct run *run)
{
	/* A signal after the last question changed nothing. */
	if (run->stats.interrupted && mst_signals_seen())
		return MST_EXIT_SIGNAL;
	if (run->left)
		return MST_EXIT_DONE;
	if (run->stats.interrupted)
		return MST_EXIT_CUT;
	return run->unresolved ? MST_EXIT_COULD_NOT : mst_expect_exit_code(run->options, &run->stats);
}

static int run_scan(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code;

	run->options = call->values;
	run->rights = *call->rights;
	if (mst_scan_explains_fields(run->options)) {
		mst_scan_print_fields(stdout);
		return mst_stdout_flush(err);
	}
	/* Those that are no files were checked before. */
	code = mst_privilege_explain_read(err, mst_scan_check_texts(&run->options->scan, err));
	if (code == 0)
		code = mst_privilege_explain_read(err, mst_scan_read_community(run->options, err));
	if (code == 0)
		code = find_targets(run, call, err);
	if (code == 0)
		code = mst_scan_report_open(&run->report, &run->names, run->options, err);
	if (code == 0)
		code = run->options->dry_run ? mst_dry_run(run->options, call->rights, err)
		                             : call_the_roll(run, call->line, err);
	return code < 0 ? code : exit_code(run);
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_probing *options = values;

	mst_probing_rights(values, rights);
	rights->journals = !options->dry_run && !options->no_journal;
}

static const struct mst_example sweep_examples[] = {
	{ "muster sweep 10.0.2.0/24", "list the hosts of a network that are up" },
	{ "muster sweep --down 10.0.2.0/24", "list the hosts that are down, joined into ranges" },
	{ "muster sweep -i hosts.txt --exclude 10.0.2.1 --all -o verdicts.csv",
	  "sweep a list of addresses except one, and write every verdict to a file" },
	{ "muster sweep --probe icmp 10.9.0.0/16", "probe by echo requests only, also when probes are repeated" },
	{ "muster sweep --local", "find the hosts in this machine's own networks" },
	{ "muster sweep --local --eui64 --interface eth0", "find the hosts on an IPv6 link" },
	{ "muster sweep --dry-run 10.0.0.0/8", "show how long a sweep would take, without sending" },
	{ NULL, NULL },
};

static const struct mst_example scan_examples[] = {
	{ "muster scan 10.0.2.0/24 -p 22,80,443", "list which of these ports are open" },
	{ "muster scan 10.0.2.17 -p - --all -o ndjson:- | jq -c .",
	  "probe every port of a host, and pass every verdict to a program" },
	{ "muster scan --udp 10.0.2.0/24 -p 53,123,161", "list the UDP services that answer" },
	{ "muster scan 10.0.2.0/24 -p common --service", "find out which services listen at the open ports, too" },
	{ "muster scan --discover 10.0.0.0/16 -p https", "find the hosts that are up first, then probe only them" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_sweep = {
	.name = "sweep",
	.arguments = "TARGETS …",
	.summary = "find out which hosts are up",
	.description =
		"Probes every address, repeats probes that got no answer, and gives each address exactly one verdict: "
		"up, down (silent, or the last router found no such host), unreachable (no route, or a router "
		"refuses), or unknown when this machine could not find out. Hosts on-link are probed by ARP (IPv4) and "
		"neighbour solicitation (IPv6), which they answer even if they drop everything else.\n"
		"TARGETS are addresses, 10.0.2.0/24, 10.0.2.2-10.0.3.9, 10.0.2.2-4, 10.0.0-3.1,5-9, 2001:db8::1, "
		"2001:db8::/120, 2001:db8::1-ff, fe80::1%eth0, or host names. Where targets overlap, each address is "
		"probed once. --max and --sample probe a part of a prefix that is too large to sweep. Sweep and scan "
		"only networks whose owner agrees.",
	.options = mst_scan_option_table,
	.values_size = sizeof(struct mst_probing),
	.defaults = mst_probing_defaults,
	.examples = sweep_examples,
	.exits = mst_scan_exit_codes,
	.check = mst_scan_check_options,
	.rights = rights_of,
	.take_resumed = mst_scan_take_resumed,
	.state_size = sizeof(struct run),
	.run = run_scan,
	.close = close_run,
};

const struct mst_command mst_cmd_scan = {
	.name = "scan",
	.arguments = "TARGETS … -p PORTS",
	.summary = "find out which ports are open",
	.description = "Sends a SYN to TCP ports of every address, repeats probes that got no answer, and gives each "
		       "port exactly one verdict: open, closed, filtered (no answer, or an ICMP error; the reason says "
		       "which), or unknown when this machine could not find out. No connection is completed, but with "
		       "--banner, which completes that of the probe, and --service, which connects to open ports "
		       "once more. With "
		       "--udp each port is sent a request for the service that usually listens there: ports that "
		       "answer are open, ports that the host reports as unreachable are closed, and silent ports are "
		       "open|filtered. Ports of hosts on-link that do not answer ARP or neighbour solicitation are not "
		       "probed: they are filtered, reason host-down.\n"
		       "TARGETS are written as for sweep.",
	.options = mst_scan_option_table,
	.values_size = sizeof(struct mst_probing),
	.defaults = mst_probing_defaults,
	.examples = scan_examples,
	.exits = mst_scan_exit_codes,
	.check = mst_scan_check_options,
	.rights = rights_of,
	.take_resumed = mst_scan_take_resumed,
	.state_size = sizeof(struct run),
	.run = run_scan,
	.close = close_run,
};
