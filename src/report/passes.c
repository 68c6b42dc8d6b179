/* SPDX-License-Identifier: BSD-2-Clause */
/* passes.c - see passes.h. */
#include "report/passes.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/thread.h"

#define BATCH ((size_t)512)
#define BATCHES 4

/* The batches of a pass, used in turn. */
struct passing {
	struct mst_report *report;
	bool helped; /* a thread takes its part */
	pthread_t helper;
	pthread_mutex_t mutex;
	pthread_cond_t moved; /* one of: */
	uint64_t put, taken;  /* batches; by the caller, by the helper */
	bool over;
	size_t counts[BATCHES];
	struct mst_result results[BATCHES][BATCH];
};

/* ---- the part of an output ---- */

static bool is_any(const struct mst_report *report, const struct mst_result *result)
{
	(void)report;
	return result->state < MST_STATE_COUNT;
}

/* Rows of every state, or only wanted ones. */
static void show(const struct mst_report *report, struct mst_output *output, const struct mst_result *results,
                 size_t count)
{
	const struct mst_writer *writer = output->writer;
	bool every = mst_report_states_for(report, writer) != report->config.states;
	mst_choose_result *choose = every ? is_any : mst_report_wants_result;
	size_t start = 0, run;

	for (; (run = mst_report_next_run(report, choose, results, &start, count)); start += run)
		(output->task == MST_WRITES ? writer->write : writer->measure)(&output->page, results + start, run);
}

/* To the outputs of the helper, or to those of the caller. */
static void show_to(struct mst_report *report, bool helped, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < report->count; i++) {
		if (report->outputs[i].task != MST_RESTS && report->outputs[i].helped == helped)
			show(report, &report->outputs[i], results, count);
	}
}

/* Every other output is the helper's, those that write first: to write takes longer than to measure. The caller, who
 * has to read, gets the smaller part. */
static void share_out(struct mst_report *report)
{
	bool helped = true;

	for (unsigned task = MST_WRITES; task != MST_RESTS; task = task == MST_WRITES ? MST_MEASURES : MST_RESTS) {
		for (size_t i = 0; i < report->count; i++) {
			if (report->outputs[i].task != task)
				continue;
			report->outputs[i].helped = helped;
			helped = !helped;
		}
	}
}

/* ---- the helper ---- */

/* The next batch is there; false: there is none any more. */
static bool await_batch(struct passing *passing)
{
	bool there;

	pthread_mutex_lock(&passing->mutex);
	while (passing->put == passing->taken && !passing->over)
		pthread_cond_wait(&passing->moved, &passing->mutex);
	there = passing->put > passing->taken;
	pthread_mutex_unlock(&passing->mutex);
	return there;
}

static void *help(void *argument)
{
	struct passing *passing = argument;
	uint64_t at = passing->taken;

	while (await_batch(passing)) { /* PASS */
		show_to(passing->report, true, passing->results[at % BATCHES], passing->counts[at % BATCHES]);
		at++;
		pthread_mutex_lock(&passing->mutex);
		passing->taken = at;
		pthread_cond_signal(&passing->moved);
		pthread_mutex_unlock(&passing->mutex);
	}
	return NULL;
}

/* Names and workers are looked up by functions that are called by one thread. */
static bool may_be_helped(const struct mst_report *report)
{
	return !report->config.name && !report->config.worker;
}

/* ---- the caller ---- */

static bool have_services(const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (results[i].service)
			return true;
	}
	return false;
}

/* Hands over a batch, and waits until no more than `most` are on their way. PASS */
static void hand_over(struct passing *passing, uint64_t most)
{
	pthread_mutex_lock(&passing->mutex);
	passing->put++;
	pthread_cond_signal(&passing->moved);
	pthread_mutex_unlock(&passing->mutex);
	show_to(passing->report, false, passing->results[(passing->put - 1) % BATCHES],
	        passing->counts[(passing->put - 1) % BATCHES]);
	pthread_mutex_lock(&passing->mutex);
	while (passing->put - passing->taken > most)
		pthread_cond_wait(&passing->moved, &passing->mutex);
	pthread_mutex_unlock(&passing->mutex);
}

static void pass_batch(struct passing *passing, size_t count)
{
	const struct mst_result *results = passing->results[passing->put % BATCHES];

	passing->counts[passing->put % BATCHES] = count;
	if (!passing->helped && count == BATCH && may_be_helped(passing->report))
		passing->helped = mst_thread_start(&passing->helper, help, passing) == 0;
	if (passing->helped) {
		hand_over(passing, have_services(results, count) ? 0 : BATCHES - 1);
		return;
	}
	show_to(passing->report, true, results, count);
	show_to(passing->report, false, results, count);
}

static void end_pass(struct passing *passing)
{
	if (!passing->helped)
		return;
	pthread_mutex_lock(&passing->mutex);
	passing->over = true;
	pthread_cond_signal(&passing->moved);
	pthread_mutex_unlock(&passing->mutex);
	pthread_join(passing->helper, NULL);
}

/* Without memory for batches: one at a time. */
static void pass_alone(struct mst_report *report, struct mst_rows *rows)
{
	struct mst_result results[BATCH / 2];
	size_t count;

	while ((count = mst_rows_next(rows, results, BATCH / 2)) > 0) {
		show_to(report, true, results, count);
		show_to(report, false, results, count);
	}
}

static void pass(struct mst_report *report, struct mst_rows *rows)
{
	struct passing *passing = malloc(sizeof *passing);
	size_t count;

	share_out(report);
	mst_rows_rewind(rows);
	if (!passing) {
		pass_alone(report, rows);
		return;
	}
	passing->report = report;
	passing->helped = passing->over = false;
	passing->put = passing->taken = 0;
	pthread_mutex_init(&passing->mutex, NULL);
	pthread_cond_init(&passing->moved, NULL);
	while ((count = mst_rows_next(rows, passing->results[passing->put % BATCHES], BATCH)) > 0)
		pass_batch(passing, count);
	end_pass(passing);
	pthread_cond_destroy(&passing->moved);
	pthread_mutex_destroy(&passing->mutex);
	free(passing);
}

/* ---- both passes ---- */

/* What is measured is written in a second pass. */
static enum mst_task task_after(const struct mst_output *output, bool measured)
{
	bool measures = output->writer->measure && !output->page.measured;

	if (output->course != MST_AT_END)
		return MST_RESTS;
	if (measured)
		return measures ? MST_WRITES : MST_RESTS;
	return measures ? MST_MEASURES : MST_WRITES;
}

/* Whether any output measures. */
static bool set_tasks(struct mst_report *report, bool measured)
{
	bool any = false;

	for (size_t i = 0; i < report->count; i++) {
		report->outputs[i].task = task_after(&report->outputs[i], measured);
		any |= report->outputs[i].task == MST_MEASURES;
	}
	return any;
}

void mst_report_show_rows(struct mst_report *report, struct mst_rows *rows)
{
	bool any = set_tasks(report, false);

	pass(report, rows);
	if (!any)
		return;
	for (size_t i = 0; i < report->count; i++) {
		if (report->outputs[i].task == MST_MEASURES)
			report->outputs[i].writer->end_measure(&report->outputs[i].page);
	}
	(void)set_tasks(report, true);
	pass(report, rows);
}
