/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * documents.c - whole outputs of rows that are there already: of a journal, a spool, or a file. All outputs read them
 * together (passes.h). See report.h.
 */
#include "report/report.h"

#include "base/fail.h"
#include "report/passes.h"

static bool is_document(const struct mst_output *output)
{
	return output->course == MST_AT_END;
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
	mst_report_show_rows(report, rows);
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
