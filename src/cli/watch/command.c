/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - watch: the same question over and over.
 *
 *     options ─┬─► report
 *              └─► targets ─► drop all rights but asking ─► open ─► outputs ─► wait, wait … ─► closing lines
 */
#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/advice.h"
#include "cli/common/clock.h"
#include "cli/common/command.h"
#include "cli/common/live.h"
#include "cli/common/privilege.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/watch/lines.h"
#include "cli/watch/page.h"
#include "cli/watch/rules.h"
#include "cli/watch/view.h"

#define LOOK_EVERY_NS (200 * MST_NS_PER_MS) /* at signals; a table is drawn as often */

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct mst_watch_options *options;
	const struct mst_rights *rights;
	struct mst_targets *targets;
	struct mst_watch_rules rules;
	struct mst_watch *watch;
	struct mst_event_files files;
	struct mst_metrics_outputs metrics;
	struct mst_page_output page;
	struct mst_screen *screen;
	struct mst_watch_view view;
	uint64_t changes, rounds_not_asked, rounds_late, since_ns;
	bool left; /* by q */
	bool unresolved;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_live_close(&run->screen);
	mst_watch_view_close(&run->view);
	mst_metrics_finish(&run->metrics);
	mst_page_output_finish(&run->page);
	mst_watch_close(run->watch);
	mst_event_files_close(&run->files);
	mst_watch_rules_free(&run->rules);
	mst_targets_free(run->targets);
}

/* ---- what is printed ---- */

static void print_event(const struct run *run, const struct mst_watch_event *event)
{
	if (event->kind == MST_EVENT_CHANGE)
		mst_watch_print_change(event, stdout);
	else if (event->kind == MST_EVENT_CAUSE)
		mst_watch_print_cause(event, stdout);
	else if (event->kind == MST_EVENT_ROUND && !run->options->changes && event->round.asked)
		mst_watch_print_hosts(run->watch, event, run->options->scan.all, stdout);
}

static void print_counts(const struct mst_watch_round *round)
{
	char time[40];

	mst_print(stderr,
	          "round %" PRIu64 ": %" PRIu64 " host%s, %" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64
	          " not found out, %" PRIu64 " change%s, in %s\n",
	          round->number, round->hosts, mst_plural(round->hosts), round->active, round->inactive, round->unknown,
	          round->changes, mst_plural(round->changes), mst_write_duration(time, sizeof time, round->elapsed_ns));
}

static bool is_news(const struct mst_watch_event *event)
{
	return event->kind == MST_EVENT_CHANGE || event->kind == MST_EVENT_CAUSE;
}

/* Of changes and causes: rounds come at a pace that the user chose. The first that is left out is told. */
static bool may_write(struct run *run, const struct mst_watch_event *event)
{
	struct mst_budget *events = &run->options->events;

	if (!is_news(event) || mst_budget_take(events, mst_ticks_ns()))
		return true;
	if (mst_budget_just_ended(events) && !run->screen)
		mst_print(stderr,
		          "muster watch: more than %" PRIu64
		          " change%s in a day: further ones are only counted (--max-events)\n",
		          events->most, mst_plural(events->most));
	return false;
}

/* A place of metrics or the page fails, or is written again; the watch goes on. */
static void tell_of_place(struct run *run, const struct mst_watch_event *event, const struct mst_error *what)
{
	struct mst_watch_event notice = { .kind = MST_EVENT_NOTICE,
		                          .time_ns = event->time_ns,
		                          .notice.matter = MST_MATTER_STATE };

	memcpy(notice.notice.text, what->text, sizeof notice.notice.text);
	if (run->screen)
		mst_watch_view_take(&run->view, &notice);
	else
		mst_print(stderr, "muster watch: %s\n", what->text);
}

static void give_on(struct run *run, const struct mst_watch_event *event)
{
	struct mst_error what;

	if (mst_metrics_take(&run->metrics, event, &what))
		tell_of_place(run, event, &what);
	if (mst_page_output_take(&run->page, event, &what))
		tell_of_place(run, event, &what);
}

static int take_event(void *user, const struct mst_watch_event *event, struct mst_error *err)
{
	struct run *run = user;
	bool written = may_write(run, event);
	int code = written ? mst_event_files_write(&run->files, event, err) : 0;

	give_on(run, event);
	run->changes += is_news(event);
	run->rounds_not_asked += event->kind == MST_EVENT_ROUND && !event->round.asked;
	run->rounds_late += event->kind == MST_EVENT_ROUND && event->round.ticks_missed > 0;
	if (code < 0)
		return code;
	if (run->screen) {
		mst_watch_view_take(&run->view, event);
		return 0;
	}
	if (event->kind == MST_EVENT_NOTICE)
		mst_print(stderr, "muster watch: %s\n", event->notice.text);
	else if (!run->files.to_stdout && written)
		print_event(run, event);
	if (event->kind == MST_EVENT_ROUND && run->options->scan.verbose)
		print_counts(&event->round);
	return mst_stdout_flush(err);
}

/* The reader of standard output left, and there is no other output, state file or program. */
static bool reader_left(const struct run *run)
{
	const struct mst_watch_config *watch = &run->options->watch;
	size_t files = run->files.count - (run->files.to_stdout ? 1 : 0);

	return mst_stdout_reader_left() && files == 0 && !watch->state_path && !watch->command &&
	       !run->metrics.metrics && !run->page.page;
}

static void print_progress(const struct run *run)
{
	char time[40];

	mst_write_duration(time, sizeof time, mst_ticks_ns() - run->since_ns);
	mst_print(stderr, "round %" PRIu64 " %s, %" PRIu64 " change%s in %s\n", mst_watch_rounds(run->watch) + 1,
	          mst_watch_is_asking(run->watch) ? "is under way" : "is next", run->changes,
	          run->changes == 1 ? "" : "s", time);
}

static void print_closing(const struct run *run)
{
	char time[40];

	if (run->options->scan.quiet || reader_left(run))
		return;
	mst_write_duration(time, sizeof time, mst_ticks_ns() - run->since_ns);
	mst_print(stderr, "%" PRIu64 " round%s in %s, %" PRIu64 " change%s", mst_watch_rounds(run->watch),
	          mst_watch_rounds(run->watch) == 1 ? "" : "s", time, run->changes, run->changes == 1 ? "" : "s");
	if (run->options->events.left_out)
		mst_print(stderr, ", %" PRIu64 " of these not written (--max-events)", run->options->events.left_out);
	if (run->rounds_not_asked)
		fprintf(stderr, "; %" PRIu64 " could not ask", run->rounds_not_asked);
	if (run->rounds_late)
		fprintf(stderr, "; %" PRIu64 " took longer than --every", run->rounds_late);
	fputc('\n', stderr);
}

/* ---- opening ---- */

static int open_screen(struct run *run, struct mst_error *err)
{
	struct mst_screen_view view = mst_watch_view_of(&run->view);
	char why[MST_ERROR_TEXT];

	if (run->options->plain || run->options->changes || run->files.to_stdout ||
	    !mst_terminal_of(STDIN_FILENO).is_one || !mst_terminal_of(STDOUT_FILENO).is_one)
		return 0;
	if (mst_watch_view_open(&run->view, run->watch, run->options->watch.every_ns) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the table");
	if (mst_live_open(&run->screen, &view, why, sizeof why) < 0)
		mst_print(stderr, "muster watch: %s; lines instead\n", why);
	return 0;
}

static int open_watch(struct run *run, const char *line, struct mst_error *err)
{
	struct mst_watch_config *config = &run->options->watch;
	int code = mst_metrics_listen(&run->metrics, &run->options->places, run->rights, err);

	if (code == 0)
		code = mst_privilege_drop(run->rights, err);
	config->scan = run->options->scan.scan;
	config->sink = take_event;
	config->sink_user = run;
	config->command_silent = mst_terminal_of(STDOUT_FILENO).is_one && !run->options->plain &&
	                         !run->options->changes;
	if (code == 0)
		code = mst_watch_open(&run->watch, config, err);
	if (code == -EPERM)
		mst_advise_rights(err, line);
	if (code == -EACCES) /* the file of --state */
		mst_privilege_explain(err, code);
	if (code == 0)
		code = mst_privilege_explain(err, mst_event_files_open(&run->files, &run->options->scan.outputs,
		                                                       run->options->scan.sheet.force, err));
	if (code == 0)
		code = mst_privilege_explain(
			err, mst_metrics_begin(&run->metrics, run->watch, run->options->scan.quiet, err));
	if (code == 0)
		code = mst_privilege_explain(err, mst_page_output_begin(&run->page, run->watch, run->options, err));
	return code < 0 ? code : open_screen(run, err);
}

/* ---- watching ---- */

static uint64_t look_in(const struct run *run)
{
	uint64_t due_ns = mst_watch_due_ns(run->watch);

	return !mst_watch_is_asking(run->watch) && due_ns && due_ns < LOOK_EVERY_NS ? due_ns : LOOK_EVERY_NS;
}

static int watch_on(struct run *run, struct mst_error *err)
{
	int code;

	run->since_ns = mst_ticks_ns();
	mst_signals_watch(NULL);
	while ((code = mst_watch_wait(run->watch, run->screen ? MST_NS_PER_MS : LOOK_EVERY_NS, err)) == 1) {
		if (mst_signals_seen() || reader_left(run))
			mst_watch_stop(run->watch);
		if (!run->screen && mst_signals_take_request())
			print_progress(run);
		if (!run->screen)
			continue;
		mst_screen_draw(run->screen);
		if (!mst_screen_wait(run->screen, look_in(run))) {
			run->left = true;
			mst_watch_stop(run->watch);
		}
	}
	mst_live_close(&run->screen);
	return code;
}

static int watch(struct run *run, const char *line, struct mst_error *err)
{
	struct mst_probing *options = &run->options->scan;
	int code;

	options->scan.probing.targets = run->targets = mst_targets_new();
	code = run->targets ? mst_watch_rules_read(&run->rules, run->options, run->targets, err)
	                    : mst_fail(err, -ENOMEM, "no memory for targets");
	if (code == 0)
		code = mst_probing_find_targets(options, run->targets, err);
	run->unresolved = code == 0 && mst_targets_unresolved(run->targets) > 0;
	if (code == 0)
		code = open_watch(run, line, err);
	if (code < 0)
		return code;
	code = watch_on(run, err);
	print_closing(run);
	return code;
}

static int print_report(const struct run *run, struct mst_error *err)
{
	int code = mst_privilege_drop(run->rights, err);

	return code < 0 ? code : mst_watch_print_report(run->options, err);
}

static int run_watch(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code;

	run->options = call->values;
	run->rights = call->rights;
	code = run->options->report ? print_report(run, err) : watch(run, call->line, err);
	if (code < 0)
		return code;
	if (mst_signals_seen())
		return MST_EXIT_SIGNAL;
	return run->unresolved ? MST_EXIT_COULD_NOT : MST_EXIT_DONE;
}

static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_watch_options *options = values;

	mst_probing_rights(&options->scan, rights);
	rights->needs = options->report ? 0 : MST_RIGHT_SOCKETS;
	rights->reads_kernel = false;
	rights->asks_again = !options->report;
	rights->runs_programs = options->watch.command;
	rights->files.path = options->watch.state_path;
	rights->files.replaced = &options->replaced;
	rights->serves = options->places.count > 0;
	rights->files.read = options->report;
	rights->reads_later = options->report;
}

static const struct mst_example examples[] = {
	{ "muster watch 10.0.2.0/24", "show inactive hosts and changes every ten seconds" },
	{ "muster watch --every 1m -p 22,443 --confirm 2 --changes 10.0.2.0/24",
	  "watch ports too; print only changes that two rounds agree on" },
	{ "muster watch --state net.db --on-change 'logger -t muster' 10.0.2.0/24",
	  "keep a history, and log every change" },
	{ "muster watch --metrics 127.0.0.1:9750 10.0.2.0/24", "let Prometheus scrape what is known of every host" },
	{ "muster watch --state net.db --html lan.html 10.0.2.0/24", "keep a page for a browser" },
	{ "muster watch --report net.db", "print how available every host was" },
	{ NULL, NULL },
};

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_watch_options *options = values;
	int code = mst_watch_options_check(options, arguments, err);

	return code < 0 || options->report ? code : mst_watch_rules_check(options, err);
}

const struct mst_command mst_cmd_watch = {
	.name = "watch",
	.arguments = "TARGETS …",
	.summary = "report hosts that go down or come back, over and over",
	.description =
		"Sweeps the targets (with --ports: scans them) again and again. After each round it prints the "
		"inactive hosts and the changes: which hosts went down or came back, which ports opened or "
		"closed, when, and how long the earlier state had lasted. What a round could not find out is "
		"never reported as a change. With ports, a host is active when any of them answers.\n"
		"When everything that is reached by one interface or gateway of this machine, or by a host of "
		"--parent, falls silent at once, that is one event, and those hosts are unknown, not down, until "
		"it is back; those that stay away are reported then. Three or more hosts that are lost in one "
		"round are asked again at once, before they are reported.\n"
		"On a terminal it shows a live table: s sorts, / filters, p pauses, ? lists all keys, q ends. "
		"Elsewhere, and with --plain or --changes, it prints lines. TARGETS are written as for sweep; "
		"names are resolved once, at the start.\n"
		"A program of --on-change has its event in environment variables, too, as plain text: MUSTER_TYPE "
		"(change, cause; events: several), MUSTER_CHANGE, MUSTER_ADDR, MUSTER_NAME, MUSTER_PORT, MUSTER_STATE, "
		"MUSTER_WAS, MUSTER_REASON, MUSTER_SINCE, MUSTER_LASTED_S, MUSTER_ROUND, MUSTER_MAC, MUSTER_WAS_MAC, "
		"MUSTER_CAUSE, MUSTER_INTERFACE, MUSTER_COUNT, MUSTER_HOSTS, MUSTER_MISSING, MUSTER_LEFT_OUT, and "
		"MUSTER_ADDRS, the first 64 addresses.",
	.options = mst_watch_option_table,
	.values_size = sizeof(struct mst_watch_options),
	.defaults = mst_watch_options_defaults,
	.examples = examples,
	.check = check,
	.rights = rights_of,
	.free_values = mst_watch_options_free,
	.state_size = sizeof(struct run),
	.run = run_watch,
	.close = close_run,
};
