/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ndjson.c - one object a line, as verdicts come. `type` is a result, an amendment of an earlier result, the name of an
 * address, or the summary, which ends the report. `pos` is the position of the question in the order of the scan: where
 * a run was resumed, a reader of a pipe may get a line again, and knows it by its position.
 */
#include <muster/version.h>

#include "base/worker_sets.h"
#include "report/digits.h"
#include "report/members.h"
#include "report/writer.h"

/* What a line has besides the fields of its result; the line of a name. */
#define REST_MAX 128
#define NAME_LINE_MAX (2 * MST_MEMBER_MAX)

static void begin(struct mst_page *page)
{
	(void)page;
}

static char *put_was(char *at, const struct mst_result *result)
{
	at = mst_put_text(at, ",\"was\":\"");
	at = mst_put_text(at, mst_state_name(result->was));
	*at++ = '"';
	return at;
}

static void write_line(struct mst_page *page, const struct mst_result *result)
{
	bool amendment = result->amended && page->streamed;
	char *at;

	mst_out_put(page->out, amendment ? "{\"type\":\"amendment\"," : "{\"type\":\"result\",");
	mst_members_of_result(page, result);
	at = mst_out_room(page->out, REST_MAX);
	if (amendment && !mst_fields_contain(page->fields, "was"))
		at = put_was(at, result);
	if (result->position < MST_WORKERS_POSITION)
		at = mst_put_whole(mst_put_text(at, ",\"pos\":"), result->position);
	at = mst_put_text(at, "}\n");
	mst_out_wrote(page->out, at);
	mst_out_line(page->out);
}

static void write_lines(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		write_line(page, &results[i]);
}

/* The name of an address, found after its results were written. */
static void write_name(struct mst_page *page, const struct mst_addr *addr, const char *name)
{
	char *at = mst_out_room(page->out, NAME_LINE_MAX), text[MST_ADDR_TEXT];
	size_t length = strlen(name);

	at = mst_put_text(at, "{\"type\":\"name\",\"addr\":");
	at = mst_escape_json(at, text, mst_addr_format(addr, text));
	at = mst_put_text(at, ",\"name\":");
	at = mst_escape_json(at, name, length < MST_FIELD_TEXT_MAX ? length : MST_FIELD_TEXT_MAX);
	at = mst_put_text(at, "}\n");
	mst_out_wrote(page->out, at);
	mst_out_line(page->out);
}

static void end(struct mst_page *page)
{
	mst_out_put(page->out, "{\"type\":\"summary\",\"muster\":\"" MST_VERSION "\",\"parameters\":{");
	mst_members_of_pairs(page->out, page->parameters);
	mst_out_put(page->out, page->summary.count > 0 ? "}," : "}");
	mst_members_of_pairs(page->out, page->summary);
	mst_out_put(page->out, "}\n");
	mst_out_line(page->out);
}

const struct mst_writer mst_writer_ndjson = {
	.name = "ndjson",
	.suffixes = { ".ndjson", ".jsonl" },
	.traits = MST_FORMAT_FIELDS | MST_FORMAT_STREAM,
	.streamed = true,
	.begin = begin,
	.write = write_lines,
	.write_name = write_name,
	.end = end,
};
