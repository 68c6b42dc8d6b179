/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * csv.c - RFC 4180, except that lines end in LF: a header, then a row for each verdict. The header is written even if
 * no row follows.
 */
#include "report/digits.h"
#include "report/escape.h"
#include "report/writer.h"

/* Of the header, and of all fields but the texts of services. */
#define ROW_MAX (MST_FIELDS_MAX * (MST_CSV_ROOM(MST_FIELD_TEXT_MAX) + 1) + 2)
_Static_assert(MST_CSV_ROOM(MST_FIELD_SPELLED_MAX) <= MST_OUT_ROOM_MAX, "a text fits the buffer");
_Static_assert(ROW_MAX <= MST_OUT_ROOM_MAX, "a row fits the buffer");

static void end_row(struct mst_page *page, char *at)
{
	/* Overwrites the comma after the last field. */
	at--;
	if (page->config->crlf)
		*at++ = '\r';
	*at++ = '\n';
	mst_out_wrote(page->out, at);
	mst_out_line(page->out);
}

static void begin(struct mst_page *page)
{
	char *at = mst_out_room(page->out, ROW_MAX);

	page->out->records = MST_OUT_CSV;
	if (page->config->no_header)
		return;
	for (size_t i = 0; i < page->fields->count; i++) {
		at = mst_put_text(at, page->fields->at[i]->info.name);
		*at++ = ',';
	}
	end_row(page, at);
}

static char *put_quoted(char *at, const struct mst_field *field, const struct mst_result *result,
                        struct mst_lookups *lookups, bool raw)
{
	char text[MST_FIELD_TEXT_MAX];
	char *end = field->put(at, result, lookups);
	size_t length = (size_t)(end - at);

	if (mst_csv_is_simple(at, length))
		return end;
	memcpy(text, at, length);
	return mst_escape_csv(at, text, length, raw);
}

/* What cannot be seen is spelled, so that it is not lost; `csv_raw` has only what is no text spelled. */
static char *put_service_text(char *at, struct mst_page *page, const struct mst_field *field,
                              const struct mst_result *result)
{
	char text[MST_FIELD_SPELLED_MAX];
	bool raw = page->config->csv_raw;
	char *end = mst_field_spell(text, field, result, !raw);

	mst_out_wrote(page->out, at);
	at = mst_escape_csv(mst_out_room(page->out, MST_CSV_ROOM(sizeof text)), text, (size_t)(end - text), raw);
	mst_out_wrote(page->out, at);
	return mst_out_room(page->out, ROW_MAX);
}

static void write_row(struct mst_page *page, const struct mst_result *result)
{
	char *at = mst_out_room(page->out, ROW_MAX);

	for (size_t i = 0; i < page->fields->count; i++) {
		const struct mst_field *field = page->fields->at[i];

		if (!field->put)
			at = put_service_text(at, page, field, result);
		else if (mst_field_is_outside(field, result))
			at = put_quoted(at, field, result, &page->lookups, page->config->csv_raw);
		else
			at = field->put(at, result, &page->lookups);
		*at++ = ',';
	}
	end_row(page, at);
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		write_row(page, &results[i]);
}

static void end(struct mst_page *page)
{
	(void)page;
}

const struct mst_writer mst_writer_csv = {
	.name = "csv",
	.suffixes = { ".csv" },
	.traits = MST_FORMAT_FIELDS | MST_FORMAT_HEADER | MST_FORMAT_CRLF | MST_FORMAT_STREAM | MST_FORMAT_ORDER |
	          MST_FORMAT_FINAL,
	.begin = begin,
	.write = write_rows,
	.end = end,
};
