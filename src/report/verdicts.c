/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdicts.c - the verdicts of a scan, as they come: which output gets which, and when. See report.h.
 *
 *     write ──┬─ wanted, or amended from or to wanted ──────────────────► streams, at once
 *             └─ the journal has it already ─┬─ final ──────────────────► csv, a row once
 *                                            └─ end: rows in order ─────► documents
 *
 *     without a journal, and for documents in the order of arrival:
 *             ┌─ wanted ──► spool ───────┐
 *             └─ amended ──► amendments ─┴─ end: merged to final verdicts ─► documents
 */
#include "report/report.h"

#include <errno.h>
#include <muster/journal.h>
#include <muster/units.h>

#include "base/fail.h"
#include "base/folder.h"
#include "report/spool_rows.h"

#define FOLDER_MAX 4096
#define ROWS_AT_ONCE 256
#define FINAL_EACH 2     /* rows that became final, for each verdict that comes */
#define FINAL_IDLE 16384 /* while none comes */

static bool has(const struct mst_report *report, enum mst_course course)
{
	for (size_t i = 0; i < report->count; i++) {
		if (report->outputs[i].course == course)
			return true;
	}
	return false;
}

/* ---- where verdicts go ---- */

static bool is_streamed(const struct mst_report *report, const struct mst_result *result)
{
	return mst_report_wants(report, result->state) || (result->amended && mst_report_wants(report, result->was));
}

static bool was_never_probed(const struct mst_report *report, const struct mst_result *result)
{
	(void)report;
	return result->reason == MST_NOT_SENT && result->attempts == 0 && result->error == 0;
}

static bool is_spooled(const struct mst_report *report, const struct mst_result *result)
{
	return !result->amended && result->state < MST_STATE_COUNT && (report->kept >> result->state & 1);
}

enum place { FILES = 1, PIPES = 2, EVERYWHERE = FILES | PIPES };

/* Writes the chosen ones to the outputs of a course; standard output is a pipe. */
static void write_course(struct mst_report *report, enum mst_course course, mst_choose_result *choose,
                         const struct mst_result *results, size_t count, enum place place)
{
	for (size_t i = 0; i < report->count; i++) {
		struct mst_output *output = &report->outputs[i];
		size_t start = 0, run;

		if (output->course != course || !(place & (mst_out_grows(&output->out) ? FILES : PIPES)))
			continue;
		for (; (run = mst_report_next_run(report, choose, results, &start, count)); start += run)
			output->writer->write(&output->page, results + start, run);
	}
}

static void flush_course(struct mst_report *report, enum mst_course course)
{
	for (size_t i = 0; i < report->count; i++) {
		if (report->outputs[i].course == course)
			mst_out_flush(&report->outputs[i].out);
	}
}

static void keep(struct mst_report *report, const struct mst_result *results, size_t count)
{
	size_t start = 0, run;

	for (; (run = mst_report_next_run(report, is_spooled, results, &start, count)); start += run)
		mst_spool_add(&report->spool, results + start, run);
	for (size_t i = 0; i < count; i++) {
		struct mst_result amended = results[i];

		if (!amended.amended)
			continue;
		mst_spool_mark(&report->spool, &amended);
		report->amendment_lost |= mst_amendments_add(&report->amendments, &amended) < 0;
	}
}

/* ---- the beginning ---- */

/* The spool is in the folder of the first document, which needs the space there anyway. */
static int begin_spool(struct mst_report *report, struct mst_error *err)
{
	char folder[FOLDER_MAX];
	bool beside = false;
	int code;

	if (!has(report, MST_AT_END) || (report->config.journal && !report->config.by_arrival))
		return 0;
	for (size_t i = 0; i < report->count && !beside; i++) {
		if (report->outputs[i].out.file.kind == MST_NAMED_PARTIAL)
			beside = mst_folder_of(folder, sizeof folder, report->outputs[i].out.file.real) == 0;
	}
	code = mst_spool_init(&report->spool, beside ? folder : NULL, !report->config.by_arrival, err);
	report->spool.stall = &report->stall;
	return code;
}

/* Rows that were held back when the earlier process died never left; some before them are repeated. */
static void write_held(struct mst_report *report, const struct mst_result *results, size_t count, uint64_t since_ns)
{
	for (size_t i = 0; i < count; i++) {
		if (results[i].time_ns / MST_NS_PER_MS >= since_ns / MST_NS_PER_MS)
			write_course(report, MST_WHEN_FINAL, mst_report_wants_result, &results[i], 1, PIPES);
	}
}

static void write_earlier_rows(struct mst_report *report, struct mst_rows *rows, uint64_t held_since_ns)
{
	struct mst_result results[ROWS_AT_ONCE];
	size_t count;

	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < count; i++)
			results[i].amended = false; /* no line of this file has the verdict before */
		write_course(report, MST_AT_ONCE, is_streamed, results, count, FILES);
		write_course(report, MST_WHEN_FINAL, mst_report_wants_result, results, count, FILES);
		write_held(report, results, count, held_since_ns);
		if (report->spool.memory)
			keep(report, results, count);
	}
}

/* What earlier processes of the run found goes to files, which begin anew. A pipe had it already, but for what was held
 * back. */
static int write_earlier(struct mst_report *report, struct mst_error *err)
{
	const struct mst_journal_info *info = report->config.journal ? mst_journal_info(report->config.journal) : NULL;
	struct mst_rows *by_address = NULL, *by_time = NULL, *rows;
	int code;

	if (!info || info->settled == 0 ||
	    !(has(report, MST_AT_ONCE) || has(report, MST_WHEN_FINAL) || report->spool.memory))
		return 0;
	code = mst_journal_rows(&by_address, report->config.journal, false, err);
	if (code == 0)
		mst_journal_rows_want_settled(by_address);
	if (code == 0 && report->config.by_arrival)
		code = mst_rows_by_time(&by_time, by_address, err);
	rows = by_time ? by_time : by_address;
	if (code == 0) {
		write_earlier_rows(report, rows, info->held_since_ns);
		code = mst_rows_code(rows, err);
	}
	mst_rows_close(by_time);
	mst_rows_close(by_address);
	return code;
}

int mst_report_begin(struct mst_report *report, struct mst_pairs parameters, struct mst_error *err)
{
	int code = begin_spool(report, err);

	/* Where nobody takes final verdicts, none has to be held back for that. */
	if (report->config.journal)
		mst_journal_final_want(report->config.journal, has(report, MST_WHEN_FINAL) ? report->config.states : 0);
	if (code == 0)
		code = mst_report_begin_outputs(report, parameters, err);
	if (code == 0)
		code = write_earlier(report, err);
	return code < 0 ? code : mst_report_first_error(report, err);
}

/* ---- verdicts ---- */

/* The journal hands out each verdict once. `all`: the scan has ended. At most so many, and a few more. */
static void write_final(struct mst_report *report, bool all, size_t most)
{
	struct mst_result results[ROWS_AT_ONCE];
	size_t count, written = 0;

	while (written < most && (count = mst_journal_final(report->config.journal, all, results, ROWS_AT_ONCE)) > 0) {
		write_course(report, MST_WHEN_FINAL, mst_report_wants_result, results, count, EVERYWHERE);
		written += count;
	}
}

int mst_report_write(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct mst_report *report = user;

	write_course(report, MST_AT_ONCE, is_streamed, results, count, EVERYWHERE);
	/* A second's verdicts become final at once. Written at once, they would hold up the scan that waits for us. */
	if (has(report, MST_WHEN_FINAL))
		write_final(report, false, count ? FINAL_EACH * count : FINAL_IDLE);
	if (report->spool.memory)
		keep(report, results, count);
	if (count == 0) {
		flush_course(report, MST_AT_ONCE);
		flush_course(report, MST_WHEN_FINAL);
	}
	return mst_report_first_error(report, err);
}

/* Whether some output is made of the verdicts that are written, and these are among them. */
static bool reads_silence(const struct mst_report *report)
{
	const uint32_t silent = 1u << MST_DOWN | 1u << MST_FILTERED | 1u << MST_OPEN_FILTERED;

	for (size_t i = 0; i < report->count; i++) {
		const struct mst_output *output = &report->outputs[i];
		bool written = output->course == MST_AT_ONCE || (output->course == MST_AT_END && report->spool.memory);

		if (written && (mst_report_states_for(report, output->writer) & silent))
			return true;
	}
	return false;
}

int mst_report_silence(void *user, uint64_t count, struct mst_error *err)
{
	struct mst_report *report = user;

	if (reads_silence(report))
		return 1;
	if (has(report, MST_WHEN_FINAL))
		write_final(report, false, FINAL_EACH * (size_t)count);
	return mst_report_first_error(report, err);
}

void mst_report_name(struct mst_report *report, const struct mst_addr *addr, const char *name)
{
	for (size_t i = 0; i < report->count; i++) {
		struct mst_output *output = &report->outputs[i];

		if (output->course == MST_AT_ONCE && output->writer->write_name &&
		    mst_fields_contain(&report->fields, "name"))
			output->writer->write_name(&output->page, addr, name);
	}
}

/* ---- the end ---- */

static int open_journal_rows(struct mst_report *report, struct mst_rows **rows, uint32_t states, struct mst_error *err)
{
	bool unasked = mst_report_wants(report, MST_UNKNOWN);
	int code = mst_journal_rows(rows, report->config.journal, unasked, err);

	if (code == 0)
		mst_journal_rows_want(*rows, states);
	return code;
}

static int open_rows(struct mst_report *report, struct mst_rows **rows, struct mst_error *err)
{
	if (report->spool.memory)
		return mst_spool_rows(rows, &report->spool, &report->amendments, report->kept, err);
	return open_journal_rows(report, rows, report->kept, err);
}

/* Targets that were never probed have no verdict that could become final. */
static void write_unasked(struct mst_report *report)
{
	const struct mst_journal_info *info = mst_journal_info(report->config.journal);
	struct mst_result results[ROWS_AT_ONCE];
	struct mst_rows *rows;
	struct mst_error none;
	size_t count;

	if (!mst_report_wants(report, MST_UNKNOWN) || !info || info->settled == info->total ||
	    open_journal_rows(report, &rows, UINT32_C(1) << MST_UNKNOWN, &none) < 0)
		return;
	while ((count = mst_rows_next(rows, results, ROWS_AT_ONCE)) > 0)
		write_course(report, MST_WHEN_FINAL, was_never_probed, results, count, EVERYWHERE);
	mst_rows_close(rows);
}

static void write_documents(struct mst_report *report, struct mst_pairs summary)
{
	struct mst_rows *rows = NULL;
	struct mst_error error;
	int code = open_rows(report, &rows, &error);

	if (code == 0)
		mst_report_write_documents(report, rows, summary);
	for (size_t i = 0; i < report->count && code < 0; i++) {
		struct mst_output *output = &report->outputs[i];

		if (output->course != MST_AT_END)
			continue;
		mst_out_fail(&output->out, code, error.text);
		mst_out_finish(&output->out);
	}
	mst_rows_close(rows);
}

static void end_streams(struct mst_report *report, struct mst_pairs summary)
{
	for (size_t i = 0; i < report->count; i++) {
		struct mst_output *output = &report->outputs[i];

		if (output->course == MST_AT_END)
			continue;
		output->page.summary = summary;
		output->writer->end(&output->page);
		mst_out_finish(&output->out);
	}
}

int mst_report_end(struct mst_report *report, struct mst_pairs summary, struct mst_error *err)
{
	if (has(report, MST_WHEN_FINAL)) {
		write_final(report, true, SIZE_MAX);
		write_unasked(report);
	}
	end_streams(report, summary);
	if (has(report, MST_AT_END))
		write_documents(report, summary);
	return mst_report_first_error(report, err);
}
