/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * documents.c - whole outputs of rows that are there already: of a journal, a spool, or a file. All outputs read them
 * together, from the first row; those whose columns are as wide as their cells read them once more before. See
 * report.h.
 */
#include "report/report.h"

#include "base/fail.h"

#define ROWS_AT_ONCE 256

enum pass { MEASURE, WRITE };

static bool is_any(const struct mst_report *report, const struct mst_result *result)
{
	(void)report;
	return result->state < MST_STATE_COUNT;
}

static bool is_document(const struct mst_output *output)
{
	return output->course == MST_AT_END;
}

/* Whether an output reads the rows in this pass. */
static bool takes_part(const struct mst_output *output, enum pass pass)
{
	return is_document(output) && (pass == WRITE || (output->writer->measure && !output->page.measured));
}

/* Rows of every state, or only wanted ones. */
static void show(struct mst_report *report, struct mst_output *output, enum pass pass, const struct mst_result *results,
                 size_t count)
{
	const struct mst_writer *writer = output->writer;
	bool every = mst_report_states_for(report, writer) != report->config.states;
	mst_choose_result *choose = every ? is_any : mst_report_wants_result;
	size_t start = 0, run;

	for (; (run = mst_report_next_run(report, choose, results, &start, count)); start += run)
		(pass == WRITE ? writer->write : writer->measure)(&output->page, results + start, run);
}

static void show_all(struct mst_report *report, enum pass pass, struct mst_rows *rows)
{
	struct mst_result results[ROWS_AT_ONCE];
	size_t count;

	mst_rows_rewind(rows);
	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < report->count; i++) {
			if (takes_part(&report->outputs[i], pass))
				show(report, &report->outputs[i], pass, results, count);
		}
	}
}

static void measure_all(struct mst_report *report, struct mst_rows *rows)
{
	bool any = false;

	for (size_t i = 0; i < report->count; i++)
		any |= takes_part(&report->outputs[i], MEASURE);
	if (any)
		show_all(report, MEASURE, rows);
	for (size_t i = 0; i < report->count && any; i++) {
		if (takes_part(&report->outputs[i], MEASURE))
			report->outputs[i].writer->end_measure(&report->outputs[i].page);
	}
}

/* Why rows are missing: 0 when none is. A spool has what had room. */
static int failure_of(const struct mst_report *report, const struct mst_rows *rows, struct mst_error *error)
{
	int code = mst_rows_code(rows, error);

	if (code == 0 && report->spool.code < 0)
		code = mst_fail(error, report->spool.code, "%s", report->spool.error.text);
	return code;
}

/* `code`: why rows are missing. */
static void end(struct mst_output *output, int code, const struct mst_error *error)
{
	output->page.incomplete = code < 0;
	output->writer->end(&output->page);
	if (code < 0) {
		mst_out_line(&output->out);
		mst_out_flush(&output->out);
		mst_out_fail(&output->out, code, error->text);
	}
	mst_out_finish(&output->out);
}

void mst_report_write_documents(struct mst_report *report, struct mst_rows *rows, struct mst_pairs summary)
{
	struct mst_error error;
	int code;

	for (size_t i = 0; i < report->count; i++) {
		struct mst_output *output = &report->outputs[i];

		if (!is_document(output))
			continue;
		output->page.summary = summary;
		output->writer->begin(&output->page);
	}
	measure_all(report, rows);
	show_all(report, WRITE, rows);
	code = failure_of(report, rows, &error);
	for (size_t i = 0; i < report->count; i++) {
		if (is_document(&report->outputs[i]))
			end(&report->outputs[i], code, &error);
	}
}

int mst_report_write_rows(struct mst_report *report, struct mst_rows *rows, struct mst_pairs parameters,
                          struct mst_pairs summary, struct mst_error *err)
{
	int code;

	/* All of them are final verdicts in order, also for formats that otherwise are streams. */
	for (size_t i = 0; i < report->count; i++)
		report->outputs[i].course = MST_AT_END;
	code = mst_report_begin_outputs(report, parameters, err);
	if (code < 0)
		return code;
	mst_report_write_documents(report, rows, summary);
	return mst_report_first_error(report, err);
}
