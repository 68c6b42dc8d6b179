/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.c - a report and its outputs, from their names until they are freed. See report.h.
 */
#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "report/pairs.h"

int mst_report_new(struct mst_report **out, const struct mst_report_config *config, struct mst_error *err)
{
	struct mst_report *report = calloc(1, sizeof *report);
	int code;

	*out = NULL;
	if (!report)
		return mst_fail(err, -ENOMEM, "no memory for a report");
	report->config = *config;
	report->stall = (struct mst_stall){ config->max_stall_ns, config->stalled, config->stalled_user };
	code = mst_fields_choose(&report->fields, config->fields,
	                         (config->name ? MST_EXTRA_NAMES : 0U) | (config->services ? MST_EXTRA_SERVICES : 0U) |
	                                 (config->worker ? MST_EXTRA_WORKERS : 0U) |
	                                 (config->worker && config->vantages > 1 ? MST_EXTRA_VANTAGES : 0U),
	                         err);
	if (code < 0) {
		mst_report_free(report);
		return code;
	}
	*out = report;
	return 0;
}

/* ---- outputs ---- */

static int refuse_twice(const struct mst_report *report, const char *path, struct mst_error *err)
{
	for (size_t i = 0; i < report->count; i++) {
		if (strcmp(mst_out_path(&report->outputs[i].out), path) == 0)
			return mst_fail(err, -EINVAL, "output \"%s\" is named twice: each needs its own place",
			                mst_out_name(&report->outputs[i].out));
	}
	return 0;
}

static int refuse_arrival(const struct mst_report *report, const struct mst_writer *writer, const char *output,
                          struct mst_error *err)
{
	if (!(writer->traits & MST_FORMAT_HOSTS) || !report->config.by_arrival)
		return 0;
	return mst_fail(
		err, -EINVAL,
		"output \"%s\": rows of %s are always ordered by address, and the order of arrival is asked for",
		output, writer->name);
}

static int refuse_portless(const struct mst_report *report, const struct mst_writer *writer, const char *output,
                           struct mst_error *err)
{
	if (!(writer->traits & MST_FORMAT_PORTS) || report->config.fields_for_ports)
		return 0;
	return mst_fail(err, -EINVAL, "output \"%s\": %s is for ports, and hosts are asked here; expected list", output,
	                writer->name);
}

static int refuse_packed(const struct mst_writer *writer, const char *path, const char *output, struct mst_error *err)
{
	if (!writer->open || mst_compression_suffix(path) == 0)
		return 0;
	return mst_fail(err, -EINVAL,
	                "output \"%s\": a file of %s cannot be compressed while it is written; expected %.*s", output,
	                writer->name, (int)(strlen(path) - mst_compression_suffix(path)), path);
}

static enum mst_course course_of(const struct mst_report *report, const struct mst_writer *writer)
{
	const struct mst_report_config *config = &report->config;

	if (writer->streamed || (config->stream && (writer->traits & MST_FORMAT_STREAM)))
		return MST_AT_ONCE;
	if (config->journal && !config->by_address && (writer->traits & MST_FORMAT_FINAL))
		return MST_WHEN_FINAL;
	return MST_AT_END;
}

int mst_report_add(struct mst_report *report, const char *output, struct mst_error *err)
{
	const struct mst_writer *writer;
	struct mst_output *outputs, *added;
	const char *path;
	int code = mst_writer_of_output(&writer, &path, output, err);

	if (code == 0)
		code = refuse_portless(report, writer, output, err);
	if (code == 0)
		code = refuse_packed(writer, path, output, err);
	if (code == 0)
		code = refuse_arrival(report, writer, output, err);
	if (code == 0)
		code = refuse_twice(report, path, err);
	if (code < 0)
		return code;
	outputs = realloc(report->outputs, (report->count + 1) * sizeof *outputs);
	if (!outputs)
		return mst_fail(err, -ENOMEM, "no memory for an output");
	report->outputs = outputs;
	added = &outputs[report->count];
	*added = (struct mst_output){ .writer = writer, .course = course_of(report, writer) };
	code = writer->open ? writer->open(&added->out, path, err)
	                    : mst_out_open(&added->out, path, added->course == MST_AT_END, report->config.force, err);
	if (code < 0)
		return code;
	added->out.stall = &report->stall;
	report->count++;
	return 0;
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

int mst_report_first_error(const struct mst_report *report, struct mst_error *err)
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

static int begin_output(struct mst_report *report, struct mst_output *output, struct mst_error *err)
{
	output->page = (struct mst_page){
		.out = &output->out,
		.config = &report->config,
		.fields = &report->fields,
		.fields_chosen = report->config.fields != NULL,
		.streamed = output->course == MST_AT_ONCE,
		.parameters = report->parameters,
		.lookups = { .name = report->config.name,
		             .names = report->config.names,
		             .worker = report->config.worker,
		             .workers = report->config.workers },
		.state = calloc(1, output->writer->state_size + 1),
	};
	if (!output->page.state)
		return mst_fail(err, -ENOMEM, "no memory for an output");
	mst_out_begin(&output->out);
	if (output->course != MST_AT_END)
		output->writer->begin(&output->page);
	else if (output->writer->start)
		output->writer->start(&output->page);
	if (output->course == MST_AT_END)
		report->kept |= mst_report_states_for(report, output->writer);
	return 0;
}

int mst_report_begin_outputs(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err)
{
	int code = 0;

	if (mst_pairs_copy(&report->parameters, parameters) < 0)
		return mst_fail(err, -ENOMEM, "no memory for the parameters of the report");
	for (size_t i = 0; i < report->count && code == 0; i++)
		code = begin_output(report, &report->outputs[i], err);
	return code;
}

/* ---- which verdicts ---- */

bool mst_report_wants_result(const struct mst_report *report, const struct mst_result *result)
{
	return mst_report_wants(report, result->state);
}

size_t mst_report_next_run(const struct mst_report *report, mst_choose_result *choose, const struct mst_result *results,
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
