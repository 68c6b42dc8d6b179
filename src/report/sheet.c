/* SPDX-License-Identifier: BSD-2-Clause */
/* sheet.c - see muster/sheet.h. */
#include <muster/sheet.h>
#include <muster/version.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "report/digits.h"
#include "report/members.h"
#include "report/sheet_page.h"

struct mst_sheet {
	struct mst_out out;
	struct mst_sheet_config config;
	bool begun;
	void (*write)(struct mst_sheet *sheet, const struct mst_sheet_content *content);
};

/* ---- rows ---- */

/* A place in a table. */
struct place {
	const struct mst_sheet_table *table;
	size_t at;
};

static struct place first_row(const struct mst_sheet_table *table)
{
	if (table->next)
		table->rewind(table->user);
	return (struct place){ .table = table };
}

/* The row there; false past the last. */
static bool next_row(struct place *place, struct mst_pairs *row)
{
	const struct mst_sheet_table *table = place->table;

	if (table->next ? !table->next(table->user, row) : place->at >= table->count)
		return false;
	if (!table->next)
		*row = table->rows[place->at];
	place->at++;
	return true;
}

/* ---- CSV: RFC 4180, except that lines end in LF ---- */

static void put_quoted(struct mst_out *out, const char *text, bool raw)
{
	size_t length = strlen(text);

	if (MST_CSV_ROOM(length) <= MST_OUT_ROOM_MAX)
		mst_out_wrote(out, mst_escape_csv(mst_out_room(out, MST_CSV_ROOM(length)), text, length, raw));
	else
		mst_out_fail(out, -E2BIG, "a value is too long");
}

static void put_real(struct mst_out *out, double real)
{
	char text[MST_SHEET_REAL];

	mst_out_put(out, mst_sheet_real(text, real));
}

/* Joined by blanks: shells can split it, and spreadsheets see one field. */
static void put_list(struct mst_out *out, const struct mst_pair *pair, bool raw)
{
	char *joined = NULL;
	size_t size;
	FILE *text = open_memstream(&joined, &size);

	for (size_t i = 0; text && i < pair->list.count; i++)
		fprintf(text, "%s%s", i ? " " : "", pair->list.items[i]);
	if (text && fclose(text) == 0)
		put_quoted(out, joined, raw);
	else
		mst_out_fail(out, -ENOMEM, "no memory for a list");
	free(joined);
}

static void put_value(struct mst_out *out, const struct mst_pair *pair, bool raw)
{
	switch (pair->kind) {
	case MST_PAIR_TEXT: put_quoted(out, pair->text ? pair->text : "", raw); break;
	case MST_PAIR_COUNT: mst_out_wrote(out, mst_put_whole(mst_out_room(out, MST_DIGITS_MAX), pair->count)); break;
	case MST_PAIR_REAL: put_real(out, pair->real); break;
	case MST_PAIR_BOOL: mst_out_put(out, pair->yes ? "true" : "false"); break;
	case MST_PAIR_LIST: put_list(out, pair, raw); break;
	}
}

static void end_row(struct mst_sheet *sheet)
{
	mst_out_put(&sheet->out, sheet->config.crlf ? "\r\n" : "\n");
	mst_out_line(&sheet->out);
}

static void put_header(struct mst_sheet *sheet, const struct mst_sheet_table *table)
{
	for (size_t i = 0; table->columns[i]; i++) {
		mst_out_put(&sheet->out, i ? "," : "");
		put_quoted(&sheet->out, table->columns[i], false);
	}
	end_row(sheet);
}

static void write_csv(struct mst_sheet *sheet, const struct mst_sheet_content *content)
{
	const struct mst_sheet_table *table = &content->tables[0];
	struct mst_out *out = &sheet->out;
	struct place place = first_row(table);
	struct mst_pairs row;

	out->records = MST_OUT_CSV;
	if (!sheet->config.no_header)
		put_header(sheet, table);
	while (next_row(&place, &row)) {
		for (size_t i = 0; i < row.count; i++) {
			mst_out_put(out, i ? "," : "");
			put_value(out, &row.pairs[i], sheet->config.csv_raw);
		}
		end_row(sheet);
	}
}

/* ---- JSON: one line a row ---- */

static void write_table(struct mst_out *out, const struct mst_sheet_table *table)
{
	struct place place = first_row(table);
	struct mst_pairs row;

	mst_out_put(out, ",\n\"");
	mst_out_put(out, table->name);
	mst_out_put(out, "\":[");
	while (next_row(&place, &row)) {
		mst_out_put(out, place.at > 1 ? ",\n{" : "\n{");
		mst_members_of_pairs(out, row);
		mst_out_put(out, "}");
		mst_out_line(out);
	}
	mst_out_put(out, place.at ? "\n]" : "]");
}

static void write_json(struct mst_sheet *sheet, const struct mst_sheet_content *content)
{
	struct mst_out *out = &sheet->out;

	out->records = MST_OUT_JSON;
	mst_out_put(out, "{\"muster\":\"" MST_VERSION "\",\n\"parameters\":{");
	mst_members_of_pairs(out, content->parameters);
	mst_out_put(out, "},\n\"summary\":{");
	mst_members_of_pairs(out, content->summary);
	mst_out_put(out, "}");
	for (size_t i = 0; i < content->count; i++)
		write_table(out, &content->tables[i]);
	mst_out_put(out, "}\n");
	mst_out_line(out);
}

/* ---- NDJSON ---- */

static void put_object(struct mst_out *out, const char *type, struct mst_pairs pairs)
{
	mst_out_put(out, "{\"type\":\"");
	mst_out_put(out, type);
	mst_out_put(out, pairs.count ? "\"," : "\"");
	mst_members_of_pairs(out, pairs);
	mst_out_put(out, "}\n");
	mst_out_line(out);
}

static void write_ndjson(struct mst_sheet *sheet, const struct mst_sheet_content *content)
{
	struct mst_out *out = &sheet->out;

	for (size_t i = 0; i < content->count; i++) {
		struct place place = first_row(&content->tables[i]);
		struct mst_pairs row;

		while (next_row(&place, &row))
			put_object(out, content->tables[i].record, row);
	}
	put_object(out, "summary", content->summary);
}

static void write_html(struct mst_sheet *sheet, const struct mst_sheet_content *content)
{
	mst_sheet_page_write(&sheet->out, content);
}

/* ---- the handle ---- */

static const struct {
	const char *name;
	void (*write)(struct mst_sheet *sheet, const struct mst_sheet_content *content);
} formats[] = { { "csv", write_csv }, { "json", write_json }, { "ndjson", write_ndjson }, { "html", write_html } };

int mst_sheet_open(struct mst_sheet **out, const char *output, const struct mst_sheet_config *config,
                   struct mst_error *err)
{
	const struct mst_writer *writer = NULL;
	struct mst_sheet *sheet = calloc(1, sizeof *sheet);
	const char *path = output;
	int code;

	*out = NULL;
	if (!sheet)
		return mst_fail(err, -ENOMEM, "no memory for an output");
	sheet->config = *config;
	code = mst_writer_of_output(&writer, &path, output, err);
	for (size_t i = 0; code == 0 && i < sizeof formats / sizeof *formats; i++) {
		if (strcmp(formats[i].name, writer->name) == 0)
			sheet->write = formats[i].write;
	}
	if (sheet->write)
		code = mst_out_open(&sheet->out, path, sheet->write != write_ndjson, config->force, err);
	else
		code = mst_fail(err, -EINVAL,
		                "output \"%s\": expected csv:FILE, json:FILE, ndjson:FILE or html:FILE, or a file "
		                "name that ends in .csv, .json, .ndjson or .html; - as FILE is standard output",
		                output);
	if (code < 0)
		free(sheet);
	else
		*out = sheet;
	return code;
}

const char *mst_sheet_path(const struct mst_sheet *sheet)
{
	return mst_out_path(&sheet->out);
}

const char *mst_sheet_unfinished(const struct mst_sheet *sheet)
{
	return sheet->out.file.partial_path;
}

/* A file that is overwritten is emptied before its first byte. */
static void begin(struct mst_sheet *sheet)
{
	if (!sheet->begun)
		mst_out_begin(&sheet->out);
	sheet->begun = true;
}

static int flush(struct mst_sheet *sheet, struct mst_error *err)
{
	mst_out_flush(&sheet->out);
	return sheet->out.code < 0 ? mst_fail(err, sheet->out.code, "%s", sheet->out.error.text) : 0;
}

int mst_sheet_event(struct mst_sheet *sheet, const char *type, struct mst_pairs pairs, struct mst_error *err)
{
	if (sheet->write != write_ndjson)
		return 0;
	begin(sheet);
	put_object(&sheet->out, type, pairs);
	return flush(sheet, err);
}

int mst_sheet_line(struct mst_sheet *sheet, const char *line, struct mst_error *err)
{
	if (sheet->write != write_ndjson)
		return 0;
	begin(sheet);
	mst_out_put(&sheet->out, line);
	mst_out_put(&sheet->out, "\n");
	mst_out_line(&sheet->out);
	return flush(sheet, err);
}

int mst_sheet_write(struct mst_sheet *sheet, const struct mst_sheet_content *content, struct mst_error *err)
{
	int code;

	begin(sheet);
	sheet->write(sheet, content);
	code = mst_out_finish(&sheet->out);
	return code < 0 ? mst_fail(err, code, "%s", sheet->out.error.text) : 0;
}

void mst_sheet_close(struct mst_sheet *sheet)
{
	if (!sheet)
		return;
	mst_out_discard(&sheet->out);
	free(sheet);
}
