/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * documents.c - whole outputs of rows that are there already: of a journal, a spool, or a file. Each output reads them
 * from their first; one whose columns are as wide as its cells reads them twice. See report.h.
 */
#include "report/report.h"

#include "base/fail.h"

#define ROWS_AT_ONCE 256

typedef void take_rows(struct mst_page *page, const struct mst_result *results, size_t count);

static bool is_any(const struct mst_report *report, const struct mst_result *result)
{
	(void)report;
	return result->state < MST_STATE_COUNT;
}

/* `every`: rows of every state, or only wanted ones. */
static void show_all(const struct mst_report *report, bool every, struct mst_rows *rows, struct mst_page *page,
                     take_rows *take)
{
	mst_choose_result *choose = every ? is_any : mst_report_wants_result;
	struct mst_result results[ROWS_AT_ONCE];
	size_t count;

	mst_rows_rewind(rows);
	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0) {
		size_t start = 0, run;

		for (; (run = mst_report_next_run(report, choose, results, &start, count)); start += run)
			take(page, results + start, run);
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

void mst_report_write_document(struct mst_report *report, struct mst_output *output, struct mst_rows *rows,
                               struct mst_pairs summary)
{
	const struct mst_writer *writer = output->writer;
	bool every = mst_report_states_for(report, writer) != report->config.states;
	struct mst_page *page = &output->page;
	struct mst_error error;
	int code;

	page->summary = summary;
	writer->begin(page);
	if (writer->measure && !page->measured) {
		show_all(report, every, rows, page, writer->measure);
		writer->end_measure(page);
	}
	show_all(report, every, rows, page, writer->write);
	code = failure_of(report, rows, &error);
	page->incomplete = code < 0;
	writer->end(page);
	if (code == 0)
		return;
	mst_out_line(&output->out);
	mst_out_flush(&output->out);
	mst_out_fail(&output->out, code, error.text);
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
	for (size_t i = 0; i < report->count; i++) {
		mst_report_write_document(report, &report->outputs[i], rows, summary);
		mst_out_finish(&report->outputs[i].out);
	}
	return mst_report_first_error(report, err);
}
