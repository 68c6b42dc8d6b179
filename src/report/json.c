/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c - one document: the parameters of the scan, its summary, the results. Each result is one line, which people
 * and line tools can read too.
 */
#include <muster/version.h>

#include "report/digits.h"
#include "report/members.h"
#include "report/writer.h"

#define ROW_MAX (MST_MEMBERS_MAX + 8)
_Static_assert(ROW_MAX <= MST_OUT_ROOM_MAX, "a row fits the buffer");

static void begin(struct mst_page *page)
{
	page->out->records = MST_OUT_JSON;
	mst_out_put(page->out, "{\"muster\":\"" MST_VERSION "\",\n\"parameters\":{");
	mst_members_of_pairs(page->out, page->parameters);
	mst_out_put(page->out, "},\n\"summary\":{");
	mst_members_of_pairs(page->out, page->summary);
	mst_out_put(page->out, "},\n\"results\":[");
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *at = mst_out_room(page->out, ROW_MAX);

		at = mst_put_text(at, page->rows++ > 0 ? ",\n{" : "\n{");
		at = mst_members_of_result(at, page, &results[i]);
		*at++ = '}';
		mst_out_wrote(page->out, at);
		mst_out_line(page->out);
	}
}

static void end(struct mst_page *page)
{
	mst_out_put(page->out, page->incomplete ? MST_OUT_JSON_CUT : page->rows > 0 ? "\n]}\n" : "]}\n");
	mst_out_line(page->out);
}

const struct mst_writer mst_writer_json = {
	.name = "json",
	.suffixes = { ".json" },
	.traits = MST_FORMAT_FIELDS | MST_FORMAT_ORDER,
	.begin = begin,
	.write = write_rows,
	.end = end,
};
