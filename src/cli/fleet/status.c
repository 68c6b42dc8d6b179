/* SPDX-License-Identifier: BSD-2-Clause */
/* status.c - how far plans and workers are; see parts.h. */
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/common/live.h"
#include "cli/common/signals.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/fleet/parts.h"
#include "cli/fleet/table.h"

#define LOOK_NS MST_NS_PER_SECOND

static void print_worker(const struct mst_fleet_worker *worker)
{
	char time[40], done[32], all[32];

	mst_print(stdout, "  %-24s ", worker->name);
	if (mst_fleet_worker_is_silent(worker))
		mst_print(stdout, "silent%s%s", worker->silent_ns == UINT64_MAX ? "" : " for ",
		          worker->silent_ns == UINT64_MAX ? ""
		                                          : mst_write_duration(time, sizeof time, worker->silent_ns));
	else if (worker->end > worker->first)
		mst_print(stdout, "%10s of %10s of its block, %.0f a second",
		          mst_write_grouped(done, sizeof done, worker->done),
		          mst_write_grouped(all, sizeof all, worker->end - worker->first), worker->rate_pps);
	else
		mst_print(stdout, "idle");
	if (worker->missed >= 0)
		mst_print(stdout, ", misses %.2f %%", 100 * worker->missed);
	mst_print(stdout, "%s%s\n", *worker->says ? ": " : "", worker->says);
}

static void print_left(const struct mst_fleet_plan *plan)
{
	uint64_t left_ns = mst_fleet_plan_left_ns(plan);
	char time[40];

	if (left_ns)
		mst_print(stdout, ", %s left", mst_write_duration(time, sizeof time, left_ns));
}

/* Several workers for each target. */
static void print_vantages(const struct mst_fleet_plan *plan)
{
	unsigned live = 0;

	for (size_t i = 0; i < plan->worker_count; i++)
		live += !mst_fleet_worker_is_silent(&plan->workers[i]);
	if (plan->vantages < 2)
		return;
	mst_print(stdout, "  %u vantages", plan->vantages);
	if (plan->state == MST_FLEET_OPEN && live < plan->vantages)
		mst_print(stdout, ": they need as many workers, and %u %s alive", live, live == 1 ? "is" : "are");
	mst_print(stdout, "\n");
}

static void print_plan(const struct mst_fleet_plan *plan)
{
	char total[32], most[32];

	mst_print(stdout, "%s  %s, %.1f %% of %s positions%s", plan->id, mst_fleet_state_word(plan->state),
	          plan->total ? 100.0 * (double)plan->done / (double)plan->total : 0,
	          mst_write_grouped(total, sizeof total, plan->total),
	          plan->done > 0 && plan->done == plan->collected ? ", collected" : "");
	print_left(plan);
	mst_print(stdout, "\n  %s\n", plan->line);
	mst_print(stdout,
	          "  blocks: %" PRIu64 " held, %" PRIu64 " offered, %" PRIu64 " halved, %" PRIu64
	          " taken over, %" PRIu64 " late commit%s refused",
	          plan->held, plan->offered, plan->split, plan->taken_over, plan->refused, mst_plural(plan->refused));
	if (plan->max_pps)
		mst_print(stdout, "; at most %s frames a second", mst_write_grouped(most, sizeof most, plan->max_pps));
	mst_print(stdout, "\n");
	print_vantages(plan);
	for (size_t i = 0; i < plan->worker_count; i++)
		print_worker(&plan->workers[i]);
}

static int print_once(struct mst_fleet_table *table, struct mst_error *err)
{
	int code = mst_fleet_table_look(table, err);

	for (size_t i = 0; i < table->plan_count && code == 0; i++)
		print_plan(&table->plans[i]);
	if (code == 0 && table->plan_count == 0)
		fprintf(stderr, "the store has no plan\n");
	return code < 0 ? code : mst_stdout_flush(err);
}

/* Until the user leaves. The first look must succeed: a wrong ID is told, not shown. */
static int show(struct mst_fleet_table *table, struct mst_error *err)
{
	struct mst_screen_view view = mst_fleet_table_view(table);
	struct mst_screen *screen;
	char why[MST_ERROR_TEXT];
	int code = mst_fleet_table_look(table, err);

	if (code < 0)
		return code;
	if (mst_live_open(&screen, &view, why, sizeof why) < 0) {
		mst_print(stderr, "muster fleet: %s; lines instead\n", why);
		return print_once(table, err);
	}
	mst_signals_watch(NULL);
	do
		mst_screen_draw(screen);
	while (mst_screen_wait(screen, LOOK_NS) && !mst_signals_seen());
	mst_live_close(&screen);
	return 0;
}

int mst_fleet_do_status(struct mst_fleet_doer *doer, struct mst_error *err)
{
	const struct mst_fleet_options *options = doer->options;
	struct mst_fleet_table table = { .url = options->url, .id = options->id };
	bool live = !options->plain && mst_terminal_of(STDIN_FILENO).is_one && mst_terminal_of(STDOUT_FILENO).is_one;
	int code = mst_fleet_connect(doer, err);

	table.fleet = doer->fleet;
	if (code == 0)
		code = live ? show(&table, err) : print_once(&table, err);
	mst_fleet_table_free(&table);
	return code;
}
