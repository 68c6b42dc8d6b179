/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.c - one report and its outputs: which output gets which verdict, and when.
 *
 *     write ──┬─ wanted, or amended from or to wanted ──► streamed outputs, at once
 *             ├─ wanted ──► spool ──────┐
 *             └─ amended ──► amendments ┴─► end: merged to final verdicts, ordered ──► documents
 */
#include <muster/report.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/folder.h"
#include "report/amendments.h"
#include "report/merge.h"
#include "report/pairs.h"
#include "report/spool.h"
#include "report/writer.h"

#define FOLDER_MAX 4096
#define ROWS_AT_ONCE 256

struct output {
	const struct mst_writer *writer;
	bool streamed; /* gets verdicts as they come */
	struct mst_out out;
	struct mst_page page;
};

struct mst_report {
	struct mst_report_config config;
	struct mst_fields fields;
	struct output *outputs;
	size_t count;
	struct mst_pairs parameters; /* a copy */
	struct mst_spool spool;      /* has memory only if there are documents */
	struct mst_amendments amendments;
	bool amendment_lost; /* there was no memory for one */
};

int mst_report_new(struct mst_report **out, const struct mst_report_config *config, struct mst_error *err)
{
	struct mst_report *report = calloc(1, sizeof *report);
	int code;

	*out = NULL;
	if (!report)
		return mst_fail(err, -ENOMEM, "no memory for a report");
	report->config = *config;
	code = mst_fields_choose(&report->fields, config->fields, config->name != NULL, err);
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
		if (strcmp(mst_out_path(&report->outputs[i].out), path) == 0)
			return mst_fail(err, -EINVAL, "output \"%s\" is named twice: each needs its own place",
			                mst_out_name(&report->outputs[i].out));
	}
	return 0;
}

static int refuse_portless(const struct mst_report *report, const struct mst_writer *writer, const char *output,
                           struct mst_error *err)
{
	if (!(writer->traits & MST_FORMAT_PORTS) || report->config.fields_for_ports)
		return 0;
	return mst_fail(err, -EINVAL, "output \"%s\": %s is for ports, and hosts are asked here; expected list", output,
	                writer->name);
}

int mst_report_add(struct mst_report *report, const char *output, struct mst_error *err)
{
	const struct mst_writer *writer;
	struct output *outputs;
	const char *path;
	int code = mst_writer_of_output(&writer, &path, output, err);
	bool streamed;

	if (code == 0)
		code = refuse_portless(report, writer, output, err);
	if (code == 0)
		code = refuse_twice(report, path, err);
	if (code < 0)
		return code;
	outputs = realloc(report->outputs, (report->count + 1) * sizeof *outputs);
	if (!outputs)
		return mst_fail(err, -ENOMEM, "no memory for an output");
	report->outputs = outputs;
	streamed = writer->streamed || (report->config.stream && (writer->traits & MST_FORMAT_STREAM));
	outputs[report->count] = (struct output){ .writer = writer, .streamed = streamed };
	code = writer->open ? writer->open(&outputs[report->count].out, path, err)
	                    : mst_out_open(&outputs[report->count].out, path, !streamed, report->config.force, err);
	if (code == 0)
		report->count++;
	return code;
}

bool mst_report_is_empty(const struct mst_report *report)
{
	return report->count == 0;
}

bool mst_report_all_left(const struct mst_report *report)
{
	for (size_t i = 0; i < report->count; i++) {
		if (report->outputs[i].out.code != -EPIPE)
			return false;
	}
	return report->count > 0;
}

const char *mst_report_unfinished(const struct mst_report *report, size_t index)
{
	return index < report->count ? report->outputs[index].out.file.partial_path : NULL;
}

/* The first error of the outputs in their order, then of the report.
 * A closed pipe is no error while others are read. */
static int first_error(const struct mst_report *report, struct mst_error *err)
{
	bool all_left = mst_report_all_left(report);

	for (size_t i = 0; i < report->count; i++) {
		const struct mst_out *out = &report->outputs[i].out;

		if (out->code < 0 && (out->code != -EPIPE || all_left))
			return mst_fail(err, out->code, "%s", out->error.text);
	}
	if (report->spool.code < 0)
		return mst_fail(err, report->spool.code, "%s", report->spool.error.text);
	if (report->amendment_lost)
		return mst_fail(err, -ENOMEM, "no memory for an amended verdict");
	return 0;
}

/* The spool is in the folder of the first document, which needs the space there anyway. */
static int begin_documents(struct mst_report *report, struct mst_error *err)
{
	char folder[FOLDER_MAX];
	bool any = false, beside = false;

	for (size_t i = 0; i < report->count; i++) {
		any |= !report->outputs[i].streamed;
		if (!beside && report->outputs[i].out.file.kind == MST_NAMED_PARTIAL)
			beside = mst_folder_of(folder, sizeof folder, report->outputs[i].out.file.real) == 0;
	}
	return any ? mst_spool_init(&report->spool, beside ? folder : NULL, !report->config.by_arrival, err) : 0;
}

static int begin_output(struct mst_report *report, struct output *output, struct mst_error *err)
{
	output->page = (struct mst_page){
		.out = &output->out,
		.config = &report->config,
		.fields = &report->fields,
		.fields_chosen = report->config.fields != NULL,
		.streamed = output->streamed,
		.parameters = report->parameters,
		.lookups = { .name = report->config.name, .names = report->config.names },
		.state = calloc(1, output->writer->state_size + 1),
	};
	if (!output->page.state)
		return mst_fail(err, -ENOMEM, "no memory for an output");
	mst_out_begin(&output->out);
	if (output->streamed)
		output->writer->begin(&output->page);
	else if (output->writer->start)
		output->writer->start(&output->page);
	return 0;
}

int mst_report_begin(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err)
{
	int code = begin_documents(report, err);

	if (code < 0)
		return code;
	if (mst_pairs_copy(&report->parameters, parameters) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the parameters of the report");
	for (size_t i = 0; i < report->count && code == 0; i++)
		code = begin_output(report, &report->outputs[i], err);
	return code < 0 ? code : first_error(report, err);
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

/* Finds the next chosen results from `*start` on: moves `*start` to the first, returns how many follow in a row;
 * 0 at the end. */
static size_t next_run(const struct mst_report *report, choose_result *choose, const struct mst_result *results,
                       size_t *start, size_t count)
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

		if (!output->streamed)
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
		if (results[i].amended && mst_amendments_add(&report->amendments, &results[i]) < 0)
			report->amendment_lost = true;
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

typedef void take_rows(struct mst_page *page, const struct mst_result *results, size_t count);

static void show_all(struct mst_merge *merge, struct mst_page *page, take_rows *take)
{
	struct mst_result rows[ROWS_AT_ONCE];
	size_t count;

	mst_merge_rewind(merge);
	while ((count = mst_merge_next(merge, rows, ROWS_AT_ONCE)) > 0)
		take(page, rows, count);
}

static void write_document(struct output *output, struct mst_merge *merge, struct mst_pairs summary)
{
	const struct mst_writer *writer = output->writer;
	const struct mst_spool *spool = merge->spool;

	output->page.summary = summary;
	writer->begin(&output->page);
	if (writer->measure) {
		show_all(merge, &output->page, writer->measure);
		writer->end_measure(&output->page);
	}
	show_all(merge, &output->page, writer->write);
	output->page.incomplete = spool->code < 0;
	writer->end(&output->page);
	if (spool->code == 0)
		return;
	mst_out_line(&output->out);
	mst_out_flush(&output->out);
	mst_out_fail(&output->out, spool->code, spool->error.text);
}

static void write_documents(struct mst_report *report, struct mst_pairs summary)
{
	struct mst_merge merge;
	struct mst_error error;
	int code = mst_merge_open(&merge, &report->spool, &report->amendments, report->config.states, &error);

	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];

		if (output->streamed)
			continue;
		if (code == 0)
			write_document(output, &merge, summary);
		else
			mst_out_fail(&output->out, code, error.text);
		mst_out_finish(&output->out);
	}
	mst_merge_close(&merge);
}

static void end_streamed(struct mst_report *report, struct mst_pairs summary)
{
	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];

		if (!output->streamed)
			continue;
		output->page.summary = summary;
		output->writer->end(&output->page);
		mst_out_finish(&output->out);
	}
}

void mst_report_name(struct mst_report *report, const struct mst_addr *addr, const char *name)
{
	for (size_t i = 0; i < report->count; i++) {
		struct output *output = &report->outputs[i];

		if (output->streamed && output->writer->write_name && mst_fields_contain(&report->fields, "name"))
			output->writer->write_name(&output->page, addr, name);
	}
}

int mst_report_end(struct mst_report *report, struct mst_pairs summary, struct mst_error *err)
{
	end_streamed(report, summary);
	if (report->spool.memory)
		write_documents(report, summary);
	return first_error(report, err);
}

void mst_report_free(struct mst_report *report)
{
	if (!report)
		return;
	for (size_t i = 0; i < report->count; i++) {
		mst_out_discard(&report->outputs[i].out);
		mst_lookups_free(&report->outputs[i].page.lookups);
		if (report->outputs[i].page.state && report->outputs[i].writer->free_state)
			report->outputs[i].writer->free_state(&report->outputs[i].page);
		free(report->outputs[i].page.state);
	}
	free(report->outputs);
	mst_pairs_free(&report->parameters);
	mst_spool_free(&report->spool);
	mst_amendments_free(&report->amendments);
	free(report);
}
