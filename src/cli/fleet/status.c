/* SPDX-License-Identifier: BSD-2-Clause */
/* status.c - how far plans and workers are; see parts.h. */
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>

#include "cli/common/standard_output.h"
#include "cli/fleet/parts.h"

#define LIVE_NS (5 * MST_NS_PER_SECOND)

static double sum_rates(const struct mst_fleet_plan *plan)
{
	double sum = 0;

	for (size_t i = 0; i < plan->worker_count; i++)
		sum += plan->workers[i].silent_ns < LIVE_NS && plan->workers[i].end ? plan->workers[i].rate_pps : 0;
	return sum;
}

static void print_worker(const struct mst_fleet_worker *worker)
{
	char time[40], done[32], all[32];

	mst_print(stdout, "  %-24s ", worker->name);
	if (worker->silent_ns == UINT64_MAX || worker->silent_ns >= LIVE_NS)
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
	double rate = sum_rates(plan);
	char time[40];

	if (plan->state != MST_FLEET_OPEN || rate < 1 || plan->done >= plan->total)
		return;
	mst_print(stdout, ", %s left",
	          mst_write_duration(time, sizeof time, (uint64_t)((double)(plan->total - plan->done) / rate * 1e9)));
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
	for (size_t i = 0; i < plan->worker_count; i++)
		print_worker(&plan->workers[i]);
}

int mst_fleet_do_status(struct mst_fleet_doer *doer, struct mst_error *err)
{
	struct mst_fleet_plan *plans;
	size_t count;
	int code = mst_fleet_connect(doer, err);

	if (code == 0)
		code = mst_fleet_plans(doer->fleet, doer->options->id, &plans, &count, err);
	if (code < 0)
		return code;
	for (size_t i = 0; i < count; i++)
		print_plan(&plans[i]);
	if (count == 0)
		fprintf(stderr, "the store has no plan\n");
	mst_fleet_plans_free(plans, count);
	return mst_stdout_flush(err);
}
