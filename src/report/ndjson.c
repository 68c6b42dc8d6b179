/*
 * ndjson.c - one object a line, as verdicts come. `type` tells a result from an amendment of one that was
 * given before, and from the summary which closes the report.
 */
#include <muster/version.h>

#include "report/digits.h"
#include "report/members.h"
#include "report/writer.h"

#define ROW_MAX (MST_MEMBERS_MAX + 64)
_Static_assert(ROW_MAX <= MST_OUT_ROOM_MAX, "a line fits the buffer");

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
	char *at = mst_out_room(page->out, ROW_MAX);

	at = mst_put_text(at, result->amended ? "{\"type\":\"amendment\"," : "{\"type\":\"result\",");
	at = mst_members_of_result(at, page, result);
	if (result->amended && !mst_fields_contain(page->fields, "was"))
		at = put_was(at, result);
	at = mst_put_text(at, "}\n");
	mst_out_wrote(page->out, at);
	mst_out_line(page->out);
}

static void write_lines(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++)
		write_line(page, &results[i]);
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
	.end = end,
};
