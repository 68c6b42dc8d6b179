/*
 * report.c - one report with its outputs: who gets which verdict, and when.
 *
 *     write ──┬─ wanted, or amended from or to wanted ──► streamed writers, at once
 *             ├─ wanted ──► spool ──┐
 *             └─ amended ──► amends ┴─► end: the final word ──► document writers
 */
#include <muster/report.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "report/amends.h"
#include "report/order.h"
#include "report/pairs.h"
#include "report/spool.h"
#include "report/writer.h"

#define FOLDER_MAX 4096
#define ROWS_AT_ONCE ((size_t)32768) /* of the file in memory, where order does not matter */

struct output {
	const struct mst_writer *writer;
	struct mst_out out;
	struct mst_page page;
};

struct mst_report {
	struct mst_report_config config;
	struct mst_fields fields;
	struct output *outputs;
	size_t count;
	struct mst_pairs parameters; /* a copy */
	struct mst_spool spool;      /* with its memory only if there are documents */
	struct mst_amends amends;
	bool amends_lost;            /* there was no memory for one */
};

int mst_report_new(struct mst_report **out, const struct mst_report_config *config, struct mst_error *err)
{
	struct mst_report *report = calloc(1, sizeof *report);
	int code;

	*out = NULL;
	if (!report)
		return mst_fail(err, -ENOMEM, "no memory for a report");
	report->config = *config;
	code = mst_fields_choose(&report->fields, config->fields, err);
	if (code < 0) {
		mst_report_free(report);
		return code;
	}
	*out = report;
	return 0;
}

static int refuse_twice(const struct mst_report *report, const char *path, struct mst_error *err)
{
	for (size_t i = 0; i < report->count; i++) {
		if (strcmp(report->outputs[i].out.path, path) == 0)
			return mst_fail(err, -EINVAL, "output \"%s\" is named twice: each needs its own place",
			                mst_out_name(&report->outputs[i].out));
	}
	return 0;
}

int mst_report_add(struct mst_report *report, const char *output, struct mst_error *err)
{
	const struct mst_writer *writer;
	struct output *outputs;
	const char *path;
	int code = mst_writer_of_output(&writer, &path, output, err);

	if (code == 0)
		code = refuse_twice(report, path, err);
	if (code < 0)
		return code;
	outputs = realloc(report->outputs, (report->count + 1) * sizeof *outputs);
	if (!outputs)
		return mst_fail(err, -ENOMEM, "no memory for an output");
	report->outputs = outputs;
	outputs[report->count] = (struct output){ .writer = writer };
	code = mst_out_open(&outputs[report->count].out, path, !writer->streamed, report->config.force, err);
	if (code == 0)
		report->count++;
	return code;
}

bool mst_report_is_empty(const struct mst_report *report)
{
	return report->count == 0;
}

/* Whatever failed first among outputs in their order, then in the report itself. */
static int first_error(const struct mst_report *report, struct mst_error *err)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct mst_out *out = &report->outputs[i].out;

		if (out->code < 0)
			return mst_fail(err, out->code, "%s", out->error.text);
	}
	if (report->spool.code < 0)
		return mst_fail(err, report->spool.code, "%s", report->spool.error.text);
	if (report->amends_lost)
		return mst_fail(err, -ENOMEM, "no memory for an amended verdict");
	return 0;
}

/* The spool stands beside the first document, where there shall be space for it anyway. */
static int begin_documents(struct mst_report *report, struct mst_error *err)
{
	char folder[FOLDER_MAX];
	bool any = false, beside = false;

	for (size_t i = 0; i < report->count; i++) {
		any |= !report->outputs[i].writer->streamed;
		if (!beside && report->outputs[i].out.kind == MST_OUT_ASIDE)
			beside = mst_out_folder(folder, sizeof folder, report->outputs[i].out.path) == 0;
	}
	return any ? mst_spool_init(&report->spool, beside ? folder : NULL, err) : 0;
}

int mst_report_begin(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err)
{
	int code = begin_documents(report, err);

	if (code < 0)
		return code;
	if (mst_pairs_copy(&report->parameters, parameters) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the parameters of the report");
	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];

		output->page = (struct mst_page){
			.out = &output->out,
			.config = &report->config,
			.fields = &report->fields,
			.fields_chosen = report->config.fields != NULL,
			.parameters = report->parameters,
		};
		mst_out_begin(&output->out);
		if (output->writer->streamed)
			output->writer->begin(&output->page);
	}
	return first_error(report, err);
}

static bool is_wanted(const struct mst_report *report, unsigned state)
{
	return state < MST_STATE_COUNT && (report->config.states >> state & 1) != 0;
}

static bool is_streamed(const struct mst_report *report, const struct mst_result *result)
{
	return is_wanted(report, result->state) || (result->amended && is_wanted(report, result->was));
}

static bool is_spooled(const struct mst_report *report, const struct mst_result *result)
{
	return !result->amended && is_wanted(report, result->state);
}

typedef bool choose_result(const struct mst_report *report, const struct mst_result *result);

/* The first stretch of chosen results from `*start` on: moves `*start` to it, returns how many; 0 at the end.
 * */
static size_t next_run(const struct mst_report *report, choose_result *choose,
                       const struct mst_result *results, size_t *start, size_t count)
{
	size_t end;

	while (*start < count && !choose(report, &results[*start]))
		++*start;
	end = *start;
	while (end < count && choose(report, &results[end]))
		end++;
	return end - *start;
}

static void write_streamed(struct mst_report *report, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];
		size_t start = 0, run;

		if (!output->writer->streamed)
			continue;
		for (; (run = next_run(report, is_streamed, results, &start, count)); start += run)
			output->writer->write(&output->page, results + start, run);
		if (count == 0)
			mst_out_flush(&output->out);
	}
}

static void keep(struct mst_report *report, const struct mst_result *results, size_t count)
{
	size_t start = 0, run;

	for (; (run = next_run(report, is_spooled, results, &start, count)); start += run)
		mst_spool_add(&report->spool, results + start, run);
	for (size_t i = 0; i < count; i++) {
		if (results[i].amended && mst_amends_add(&report->amends, &results[i]) < 0)
			report->amends_lost = true;
	}
}

int mst_report_write(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_report *report = user;

	write_streamed(report, results, count);
	if (report->spool.memory)
		keep(report, results, count);
	return first_error(report, err);
}

/* Puts amended verdicts in the place of the first ones, takes out those that are no longer wanted, and
 * appends those whose first verdict was not. */
static void apply_amends(struct mst_report *report)
{
	struct mst_spool *spool = &report->spool;
	size_t kept = 0;

	for (size_t i = 0; i < spool->count && report->amends.count > 0; i++) {
		struct mst_amend *amend = mst_amends_find(&report->amends, &spool->rows[i]);
		const struct mst_result *final = amend ? &amend->result : &spool->rows[i];

		if (amend)
			amend->applied = true;
		if (is_wanted(report, final->state))
			spool->rows[kept++] = *final;
	}
	if (report->amends.count > 0)
		spool->count = kept;
	for (size_t i = 0; i < report->amends.size; i++) {
		const struct mst_amend *amend = &report->amends.slots[i];

		if (amend->used && !amend->applied && is_wanted(report, amend->result.state))
			spool->rows[spool->count++] = amend->result;
	}
}

static void write_document(struct mst_report *report, struct output *output, struct mst_pairs summary)
{
	const struct mst_spool *spool = &report->spool;
	size_t most = output->writer->sorted ? spool->count : ROWS_AT_ONCE, count;

	output->page.summary = summary;
	output->writer->begin(&output->page);
	for (size_t first = 0; first < spool->count; first += count) {
		count = spool->count - first < most ? spool->count - first : most;
		output->writer->write(&output->page, spool->rows + first, count);
		mst_spool_rest(spool, first, count);
	}
	output->writer->end(&output->page);
}

static void write_documents(struct mst_report *report, struct mst_pairs summary, bool sorted)
{
	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];

		if (output->writer->streamed || output->writer->sorted != sorted)
			continue;
		if (report->spool.rows)
			write_document(report, output, summary);
		else
			mst_out_fail(&output->out, report->spool.code, report->spool.error.text);
		mst_out_finish(&output->out);
	}
}

static void end_streamed(struct mst_report *report, struct mst_pairs summary)
{
	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];

		if (!output->writer->streamed)
			continue;
		output->page.summary = summary;
		output->writer->end(&output->page);
		mst_out_finish(&output->out);
	}
}

static bool any_sorted(const struct mst_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		if (report->outputs[i].writer->sorted)
			return true;
	}
	return false;
}

int mst_report_end(struct mst_report *report, struct mst_pairs summary, struct mst_error *err)
{
	struct mst_spool *spool = &report->spool;

	end_streamed(report, summary);
	if (!spool->memory)
		return first_error(report, err);
	if (mst_spool_gather(spool, report->amends.count) == 0)
		apply_amends(report);
	write_documents(report, summary, false);
	if (any_sorted(report))
		mst_order_rows(spool->rows, spool->count);
	write_documents(report, summary, true);
	return first_error(report, err);
}

void mst_report_free(struct mst_report *report)
{
	if (!report)
		return;
	for (size_t i = 0; i < report->count; i++) {
		mst_out_discard(&report->outputs[i].out);
		mst_lookups_free(&report->outputs[i].page.lookups);
	}
	free(report->outputs);
	mst_pairs_free(&report->parameters);
	mst_spool_free(&report->spool);
	mst_amends_free(&report->amends);
	free(report);
}
