/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c - one document: the parameters of the scan, its summary, the results. Each result is one line, which people
 * and line tools can read too.
 */
#include <muster/version.h>

#include "report/members.h"
#include "report/writer.h"

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
		mst_out_put(page->out, page->rows++ > 0 ? ",\n{" : "\n{");
		mst_members_of_result(page, &results[i]);
		mst_out_put(page->out, "}");
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
