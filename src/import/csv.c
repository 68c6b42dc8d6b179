/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * csv.c - CSV (RFC 4180) with a header, lines in LF or CR LF. Values from muster may have an apostrophe before what a
 * spreadsheet takes for a formula (report/escape.h): it is taken off.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/media.h"
#include "base/plain_text.h"
#include "import/fields.h"
#include "import/formats.h"

#define RECORD_MAX 65536
#define COLUMNS_MAX 64
#define BLANK_LINES_MAX 1000000 /* in a row: packed, a file of nothing else is small, and would take hours to read */

struct csv {
	struct mst_gather *gather;
	char record[RECORD_MAX + 1]; /* the fields so far, each ended with a NUL */
	size_t used;
	size_t starts[COLUMNS_MAX]; /* of fields */
	size_t fields;              /* that have ended */
	bool quoted;                /* within quotes */
	bool quote;                 /* a quote within quotes: it ends them, or is the first of two */
	bool cr;                    /* a CR behind the last field */
	bool begun;                 /* the record has a byte */
	uint64_t line, first_line;  /* now; of the record */
	int columns[COLUMNS_MAX];   /* the field of each column; -1: muster has none of its name */
	size_t column_count;        /* 0: before the header */
	uint32_t blank_lines;       /* since the last record */
	struct mst_field_row row;
};

static int fail(const struct csv *csv, const char *wrong, struct mst_error *err)
{
	return mst_fail_line(err, -EBADMSG, csv->gather->file, csv->first_line, wrong);
}

static const char *field_at(const struct csv *csv, size_t index)
{
	return csv->record + csv->starts[index];
}

static int take_header(struct csv *csv, struct mst_error *err)
{
	bool state = false, addr = false;

	for (size_t i = 0; i < csv->fields; i++) {
		const char *name = field_at(csv, i);

		csv->columns[i] = mst_field_number(name, strlen(name));
		csv->gather->services |= mst_field_tells_services(csv->columns[i]);
		addr |= strcmp(name, "addr") == 0;
		state |= strcmp(name, "state") == 0;
		for (size_t other = 0; csv->columns[i] >= 0 && other < i; other++) {
			if (csv->columns[other] == csv->columns[i])
				return fail(csv, "two columns have the same name; expected each once", err);
		}
	}
	if (!addr)
		return fail(csv, "no column addr; expected a header such as addr,state,reason", err);
	if (!state)
		mst_gather_warn(csv->gather, "no column state: every state is unknown");
	csv->column_count = csv->fields;
	return 0;
}

static const char *without_apostrophe(const char *text)
{
	return *text == '\'' && mst_text_is_formula(text + 1, strlen(text + 1)) ? text + 1 : text;
}

static int take_row(struct csv *csv, struct mst_error *err)
{
	struct mst_error wrong;
	char words[96];
	int code = 0;

	if (csv->fields != csv->column_count) {
		snprintf(words, sizeof words, "%zu fields; expected %zu, as the header has", csv->fields,
		         csv->column_count);
		return fail(csv, words, err);
	}
	mst_field_row_begin(&csv->row);
	for (size_t i = 0; i < csv->fields && code == 0; i++) {
		const char *text = field_at(csv, i);

		if (mst_field_is_text(csv->columns[i]))
			text = without_apostrophe(text);
		if (csv->columns[i] >= 0)
			code = mst_field_take(&csv->row, csv->columns[i], text, &wrong);
	}
	if (code == 0)
		code = mst_field_row_finish(&csv->row, &wrong);
	if (code < 0)
		return fail(csv, wrong.text, err);
	return mst_field_row_gather(&csv->row, csv->gather, err);
}

/* ---- bytes ---- */

static int put(struct csv *csv, char byte, struct mst_error *err)
{
	if (csv->used >= RECORD_MAX)
		return fail(csv, "longer than 64 KiB; expected a row of a report", err);
	csv->record[csv->used++] = byte;
	return 0;
}

static int end_field(struct csv *csv, struct mst_error *err)
{
	if (csv->fields == COLUMNS_MAX)
		return fail(csv, "more than 64 fields; expected a row of a report", err);
	csv->record[csv->used++] = '\0'; /* put leaves room for one more */
	csv->fields++;
	if (csv->fields < COLUMNS_MAX)
		csv->starts[csv->fields] = csv->used;
	if (csv->used > RECORD_MAX)
		return fail(csv, "longer than 64 KiB; expected a row of a report", err);
	return 0;
}

static void begin_record(struct csv *csv)
{
	csv->used = csv->fields = csv->starts[0] = 0;
	csv->begun = csv->cr = csv->quoted = csv->quote = false;
	csv->first_line = csv->line;
}

static int end_record(struct csv *csv, struct mst_error *err)
{
	int code = csv->begun ? end_field(csv, err) : 0;

	csv->blank_lines = csv->begun ? 0 : csv->blank_lines + 1;
	if (csv->blank_lines > BLANK_LINES_MAX)
		return fail(csv, "more than a million empty lines; expected rows of a report", err);
	if (code == 0 && csv->begun)
		code = csv->column_count ? take_row(csv, err) : take_header(csv, err);
	csv->line++;
	begin_record(csv);
	return code;
}

/* A byte within quotes, or behind a quote within them. */
static int take_quoted(struct csv *csv, char byte, struct mst_error *err)
{
	if (csv->quote && byte == '"') {
		csv->quote = false;
		return put(csv, byte, err);
	}
	if (byte == '"') {
		csv->quote = true;
		return 0;
	}
	csv->line += byte == '\n';
	return put(csv, byte, err);
}

static int take_byte(struct csv *csv, char byte, struct mst_error *err)
{
	bool at_start = csv->used == csv->starts[csv->fields < COLUMNS_MAX ? csv->fields : 0];

	if (byte == '\0')
		return fail(csv, "a NUL byte; expected a text file", err);
	if (csv->quoted && (!csv->quote || byte == '"'))
		return take_quoted(csv, byte, err);
	if (byte == '\n')
		return end_record(csv, err);
	if (csv->cr)
		return fail(csv, "a CR within a line; expected it in quotes, or LF behind it", err);
	csv->cr = byte == '\r';
	if (csv->cr)
		return 0;
	csv->begun = true;
	if (byte == ',') {
		csv->quoted = csv->quote = false;
		return end_field(csv, err);
	}
	if (csv->quoted)
		return fail(csv, "text behind a closing quote; expected a comma", err);
	if (byte == '"' && !at_start)
		return fail(csv, "a quote within a field; expected the whole field in quotes, and the quote doubled",
		            err);
	csv->quoted = byte == '"';
	return csv->quoted ? 0 : put(csv, byte, err);
}

/* What a writer that was killed left behind the last line feed is no row. */
static int end_text(struct csv *csv, bool cut, struct mst_error *err)
{
	bool whole = !(csv->quoted && !csv->quote) && csv->fields + 1 == csv->column_count && !cut;

	if (csv->begun && csv->column_count && !whole) {
		mst_gather_warn(csv->gather, "the last line is cut short: it was left out");
		return 0;
	}
	return end_record(csv, err);
}

int mst_import_csv(struct mst_gather *gather, struct mst_input *input, struct mst_error *err)
{
	struct csv *csv = calloc(1, sizeof *csv);
	size_t mark = mst_text_mark((const char *)input->bytes, input->count);
	int code = 0;

	if (!csv)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", gather->file);
	csv->gather = gather;
	csv->line = 1;
	begin_record(csv);
	while (code == 0 && input->count > 0) {
		for (size_t i = mark; i < input->count && code == 0; i++)
			code = take_byte(csv, (char)input->bytes[i], err);
		mark = 0;
		if (code == 0)
			code = mst_input_next(input, err);
	}
	if (code == 0)
		code = end_text(csv, input->cut, err);
	if (code == 0 && csv->column_count == 0)
		code = mst_fail(err, -EBADMSG, "%s is empty; expected a report", gather->file);
	free(csv);
	return code;
}
