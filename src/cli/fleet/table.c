/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - see table.h. */
#include "cli/fleet/table.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SILENT_NS (5 * MST_NS_PER_SECOND)

enum { WORKER, PLAN, STATE, BLOCK, SHARE, RATE, MISSED, SAYS };

static const struct mst_screen_column columns[] = {
	[WORKER] = { "WORKER", 16, 1, false, false }, [PLAN] = { "PLAN", 20, 0, false, true },
	[STATE] = { "STATE", 10, 0, false, false },   [BLOCK] = { "BLOCK", 12, 0, true, true },
	[SHARE] = { "DONE %", 7, 0, true, true },     [RATE] = { "RATE", 12, 0, true, true },
	[MISSED] = { "MISSED %", 8, 0, true, true },  [SAYS] = { "SAYS", 16, 3, false, true },
};

/* ---- what a plan comes to ---- */

bool mst_fleet_worker_is_silent(const struct mst_fleet_worker *worker)
{
	return worker->silent_ns >= SILENT_NS;
}

double mst_fleet_plan_rate(const struct mst_fleet_plan *plan)
{
	double sum = 0;

	for (size_t i = 0; i < plan->worker_count; i++) {
		const struct mst_fleet_worker *worker = &plan->workers[i];

		sum += !mst_fleet_worker_is_silent(worker) && worker->end > worker->first ? worker->rate_pps : 0;
	}
	return sum;
}

uint64_t mst_fleet_plan_left_ns(const struct mst_fleet_plan *plan)
{
	double rate = mst_fleet_plan_rate(plan);

	if (plan->state != MST_FLEET_OPEN || rate < 1 || plan->done >= plan->total)
		return 0;
	return (uint64_t)((double)(plan->total - plan->done) / rate * 1e9);
}

/* ---- looking ---- */

static int line_up(struct mst_fleet_table *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->plan_count; i++)
		count += table->plans[i].worker_count;
	free(table->rows);
	table->row_count = 0;
	table->rows = calloc(count + 1, sizeof *table->rows);
	if (!table->rows)
		return -ENOMEM;
	for (size_t i = 0; i < table->plan_count; i++) {
		for (size_t k = 0; k < table->plans[i].worker_count; k++)
			table->rows[table->row_count++] = (struct mst_fleet_row){ &table->plans[i],
				                                                  &table->plans[i].workers[k] };
	}
	return 0;
}

int mst_fleet_table_look(struct mst_fleet_table *table, struct mst_error *err)
{
	struct mst_fleet_plan *plans;
	size_t count;
	int code = mst_fleet_plans(table->fleet, table->id, &plans, &count, err);

	if (code < 0)
		return code;
	mst_fleet_plans_free(table->plans, table->plan_count);
	table->plans = plans;
	table->plan_count = count;
	if (line_up(table) < 0) {
		snprintf(err->text, sizeof err->text, "no memory for the table");
		return -ENOMEM;
	}
	return 0;
}

void mst_fleet_table_free(struct mst_fleet_table *table)
{
	mst_fleet_plans_free(table->plans, table->plan_count);
	free(table->rows);
	table->plans = NULL;
	table->rows = NULL;
	table->plan_count = table->row_count = 0;
}

static size_t refresh(void *user)
{
	struct mst_fleet_table *table = user;
	struct mst_error err;

	table->error.text[0] = '\0';
	if (mst_fleet_table_look(table, &err) < 0)
		table->error = err;
	return table->row_count;
}

/* ---- cells ---- */

static const char *state_of(const struct mst_fleet_worker *worker, enum mst_tone *tone)
{
	*tone = MST_TONE_PLAIN;
	if (mst_fleet_worker_is_silent(worker)) {
		*tone = worker->end > worker->first ? MST_TONE_BAD : MST_TONE_FAINT;
		return "silent";
	}
	if (worker->end > worker->first) {
		*tone = MST_TONE_GOOD;
		return "working";
	}
	*tone = *worker->says ? MST_TONE_ODD : MST_TONE_FAINT;
	return *worker->says ? "refuses" : "idle";
}

static double share_of(const struct mst_fleet_worker *worker)
{
	return worker->end > worker->first ? 100.0 * (double)worker->done / (double)(worker->end - worker->first) : -1;
}

static void fill_cell(void *user, size_t row, size_t column, struct mst_screen_cell *cell)
{
	const struct mst_fleet_table *table = user;
	const struct mst_fleet_worker *worker = table->rows[row].worker;
	bool works = worker->end > worker->first;
	enum mst_tone tone;
	char number[40];

	cell->text[0] = '\0';
	cell->tone = MST_TONE_PLAIN;
	switch (column) {
	case WORKER: snprintf(cell->text, sizeof cell->text, "%s", worker->name); break;
	case PLAN: snprintf(cell->text, sizeof cell->text, "%s", table->rows[row].plan->id); break;
	case STATE:
		snprintf(cell->text, sizeof cell->text, "%s", state_of(worker, &tone));
		cell->tone = tone;
		break;
	case BLOCK:
		if (works)
			snprintf(cell->text, sizeof cell->text, "%s",
			         mst_write_grouped(number, sizeof number, worker->end - worker->first));
		break;
	case SHARE:
		if (works)
			snprintf(cell->text, sizeof cell->text, "%.1f", share_of(worker));
		break;
	case RATE:
		if (works && !mst_fleet_worker_is_silent(worker))
			snprintf(cell->text, sizeof cell->text, "%s/s",
			         mst_write_grouped(number, sizeof number, (uint64_t)worker->rate_pps));
		break;
	case MISSED:
		if (worker->missed >= 0)
			snprintf(cell->text, sizeof cell->text, "%.2f", 100 * worker->missed);
		break;
	default: snprintf(cell->text, sizeof cell->text, "%.255s", worker->says);
	}
}

static int order(double a, double b)
{
	return (a > b) - (a < b);
}

static int compare_rows(void *user, size_t a, size_t b, size_t column)
{
	const struct mst_fleet_table *table = user;
	const struct mst_fleet_worker *one = table->rows[a].worker, *other = table->rows[b].worker;
	enum mst_tone tone;

	switch (column) {
	case WORKER: return strcmp(one->name, other->name);
	case PLAN: return strcmp(table->rows[a].plan->id, table->rows[b].plan->id);
	case STATE: return strcmp(state_of(one, &tone), state_of(other, &tone));
	case BLOCK: return order((double)(one->end - one->first), (double)(other->end - other->first));
	case SHARE: return order(share_of(one), share_of(other));
	case RATE: return order(one->rate_pps, other->rate_pps);
	case MISSED: return order(one->missed, other->missed);
	default: return strcmp(one->says, other->says);
	}
}

static bool has(void *user, size_t column)
{
	const struct mst_fleet_table *table = user;
	struct mst_screen_cell cell;

	if (column == PLAN)
		return table->plan_count > 1;
	for (size_t i = 0; i < table->row_count; i++) {
		fill_cell(user, i, column, &cell);
		if (cell.text[0])
			return true;
	}
	return false;
}

/* ---- the lines around them ---- */

static void write_title(void *user, char *text, size_t size)
{
	const struct mst_fleet_table *table = user;
	size_t live = 0;

	for (size_t i = 0; i < table->row_count; i++)
		live += !mst_fleet_worker_is_silent(table->rows[i].worker);
	snprintf(text, size, "muster fleet %s: %zu plan%s, %zu worker%s of %zu alive", table->url, table->plan_count,
	         mst_plural(table->plan_count), live, mst_plural(live), table->row_count);
}

/* The plan that is open, else the last one. */
static const struct mst_fleet_plan *main_plan(const struct mst_fleet_table *table)
{
	for (size_t i = 0; i < table->plan_count; i++) {
		if (table->plans[i].state == MST_FLEET_OPEN)
			return &table->plans[i];
	}
	return table->plan_count ? &table->plans[table->plan_count - 1] : NULL;
}

static void write_status(void *user, char *text, size_t size)
{
	const struct mst_fleet_table *table = user;
	const struct mst_fleet_plan *plan = main_plan(table);
	char total[32], rate[32], time[40], left[64] = "";

	if (table->error.text[0] || !plan) {
		snprintf(text, size, "%s", table->error.text[0] ? table->error.text : "the store has no plan");
		return;
	}
	if (mst_fleet_plan_left_ns(plan))
		snprintf(left, sizeof left, ", %s left",
		         mst_write_duration(time, sizeof time, mst_fleet_plan_left_ns(plan)));
	snprintf(text, size,
	         "%s %s: %.1f %% of %s, %s/s%s; blocks: %" PRIu64 " held, %" PRIu64 " offered, %" PRIu64
	         " taken over, %" PRIu64 " refused",
	         plan->id, mst_fleet_state_word(plan->state),
	         plan->total ? 100.0 * (double)plan->done / (double)plan->total : 0,
	         mst_write_grouped(total, sizeof total, plan->total),
	         mst_write_grouped(rate, sizeof rate, (uint64_t)mst_fleet_plan_rate(plan)), left, plan->held,
	         plan->offered, plan->taken_over, plan->refused);
}

struct mst_screen_view mst_fleet_table_view(struct mst_fleet_table *table)
{
	return (struct mst_screen_view){
		.columns = columns,
		.column_count = sizeof columns / sizeof *columns,
		.sort_column = WORKER,
		.refresh = refresh,
		.cell = fill_cell,
		.compare = compare_rows,
		.title = write_title,
		.status = write_status,
		.has = has,
		.user = table,
	};
}
