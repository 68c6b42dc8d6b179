/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * html.c - a page about a run (html/page.h). Its verdicts are read twice: counted, for all that stands before the
 * table, then as rows.
 *
 *     measure ─► tally, joined rows counted ─► end_measure: facts, map, bars … ─► write: rows ─► end
 *
 * The map is of every verdict, the rows are those of the states that the report wants; what is silent, or not wanted,
 * is joined. When there are too many, prefixes take the place of what is joined.
 */
#include <errno.h>
#include <muster/targets.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "html/facts.h"
#include "html/map.h"
#include "html/page.h"
#include "html/tree.h"
#include "report/html_changes.h"
#include "report/html_out.h"
#include "report/html_rows.h"

#define ROWS_MAX 100000 /* a browser opens that many within a second */
#define PREFIXES_MAX 4096
#define BARS_MAX 20
#define TITLE_MAX 256

/* What the table has. */
enum extent { EVERYTHING, PREFIXES_AND_WANTED, PREFIXES_AND_OPEN };

struct document {
	struct mst_ink ink;
	struct mst_html_tally *tally;
	struct mst_html_rows rows;
	struct mst_html_joiner joiner;
	uint64_t single, single_open, spans; /* rows, as measured */
	enum extent extent;
};

/* ---- first: counted ---- */

static void count_row(void *user, const struct mst_result *result, const struct mst_html_span *span)
{
	struct document *document = user;

	if (span) {
		document->spans++;
		mst_html_rows_use_span(&document->rows, span);
		return;
	}
	document->single++;
	document->single_open += result->state == MST_OPEN;
	mst_html_rows_use(&document->rows, result);
}

static void begin(struct mst_page *page)
{
	struct document *document = page->state;

	mst_html_out_begin(&document->ink, page->out);
	document->tally = mst_html_tally_new();
	document->joiner = (struct mst_html_joiner){ page->config->states, count_row, document, .any = false };
	if (!document->tally || mst_html_rows_init(&document->rows, page) < 0)
		mst_out_fail(page->out, -ENOMEM, "no memory for a page");
}

static bool is_ready(const struct document *document)
{
	return document->tally && document->rows.cells;
}

static void measure(struct mst_page *page, const struct mst_result *results, size_t count)
{
	struct document *document = page->state;

	if (!is_ready(document))
		return;
	for (size_t i = 0; i < count; i++) {
		const struct mst_result *result = &results[i];

		mst_html_tally_add(document->tally, result,
		                   result->has_mac ? mst_lookups_vendor(&page->lookups, result->mac) : NULL);
		mst_html_joiner_add(&document->joiner, result);
	}
}

/* ---- what stands before the table ---- */

static enum extent extent_of(const struct document *document)
{
	return document->single + document->spans <= ROWS_MAX ? EVERYTHING
	       : document->single <= ROWS_MAX                 ? PREFIXES_AND_WANTED
	                                                      : PREFIXES_AND_OPEN;
}

static void put_map(struct mst_ink *ink, struct mst_html_tally *tally)
{
	if (tally->hosts == 0)
		return;
	mst_html_section(ink, "map", "wide", "Map");
	mst_ink_put(ink, "<p class=\"note\">");
	mst_ink_put(ink, tally->about_ports ? "An address has the state of its most open port. "
	                                    : "Each cell is an address, or a prefix with the share that is up. ");
	mst_ink_put(ink,
	            "<span class=\"js\">Move the pointer, or the focus with the arrow keys, to read a cell; click, or "
	            "press Enter, to filter the table.</span>");
	mst_ink_put(ink, "</p>");
	mst_html_map_draw(ink, &tally->ipv4);
	mst_ink_put(ink, "<output id=\"tell\" class=\"js\" aria-live=\"polite\"></output>");
	mst_html_tree_draw(ink, &tally->ipv6);
	mst_html_section_end(ink);
}

static const char *service_of(void *user, const char *port)
{
	struct mst_page *page = user;
	struct mst_result result = { .port = (uint16_t)strtoul(port, NULL, 10),
		                     .proto = page->config->ports ? page->config->ports->proto : 6,
		                     .about_port = true };

	return mst_lookups_service(&page->lookups, &result);
}

static void put_bars(struct mst_ink *ink, struct mst_html_words *words, const char *id, const char *heading,
                     struct mst_html_bars bars)
{
	if (words->count == 0)
		return;
	mst_html_section(ink, id, "card", heading);
	bars.most = BARS_MAX;
	mst_html_words_draw(ink, words, &bars);
	mst_html_section_end(ink);
}

static void put_times(struct mst_ink *ink, const struct mst_html_tally *tally)
{
	if (tally->times.count == 0)
		return;
	mst_html_section(ink, "times", "card", "Round-trip times");
	mst_html_spread_draw(ink, &tally->times);
	mst_html_section_end(ink);
}

static void put_certificates(struct mst_ink *ink, const struct mst_html_tally *tally)
{
	if (tally->certificates.count == 0)
		return;
	mst_html_section(ink, "certificates", "wide", "Certificates, those that end first in front");
	mst_html_certificates_draw(ink, &tally->certificates, tally->last_ns);
	if (tally->certificates.count == MST_HTML_CERTIFICATES_MAX)
		mst_ink_format(ink, "<p class=\"note\">Only the first %d are listed.</p>", MST_HTML_CERTIFICATES_MAX);
	mst_html_section_end(ink);
}

static void put_parts(struct mst_page *page, struct document *document)
{
	struct mst_html_tally *tally = document->tally;
	struct mst_ink *ink = &document->ink;

	put_map(ink, tally);
	mst_html_changes_put(ink, page->config);
	mst_ink_put(ink, "<div class=\"cards\">");
	put_bars(ink, &tally->ports, "ports", "Open ports",
	         (struct mst_html_bars){ .heading = "Port", .filter = "port", .note = service_of, .user = page });
	put_times(ink, tally);
	put_bars(ink, &tally->products, "products", "Services",
	         (struct mst_html_bars){ .heading = "Product", .filter = "product" });
	put_bars(ink, &tally->vendors, "vendors", "Vendors of network cards",
	         (struct mst_html_bars){ .heading = "Vendor", .filter = "vendor", .unnamed = MST_HTML_VENDOR_UNKNOWN });
	mst_ink_put(ink, "</div>");
	put_certificates(ink, tally);
}

/* ---- the table ---- */

static void put_extent(struct mst_ink *ink, const struct document *document)
{
	if (document->extent == EVERYTHING)
		return;
	mst_ink_put(ink, "<p class=\"warning\">These are more than ");
	mst_ink_grouped(ink, ROWS_MAX);
	mst_ink_put(ink, " rows: ");
	if (document->extent == PREFIXES_AND_WANTED)
		mst_ink_put(ink, "silent targets, and those that the report does not list, are counted by prefix.");
	else
		mst_ink_put(ink, document->tally->about_ports ? "the table has prefixes and open ports only."
		                                              : "the table has prefixes only.");
	if (document->extent == PREFIXES_AND_OPEN && document->single_open > ROWS_MAX)
		mst_ink_put(ink, " Open ports are too many, too: only the first ones are listed.");
	mst_ink_put(ink, "</p>");
	mst_ink_line(ink);
}

/* A copy, as the map has the leaves one by one. */
static void put_prefixes(struct document *document, const struct mst_html_leaves *leaves)
{
	struct mst_html_leaves few = *leaves;

	if (leaves->count == 0)
		return;
	few.at = malloc(leaves->count * sizeof *few.at);
	if (!few.at) {
		mst_out_fail(document->rows.page->out, -ENOMEM, "no memory for the prefixes of a page");
		return;
	}
	memcpy(few.at, leaves->at, leaves->count * sizeof *few.at);
	mst_html_leaves_shorten(&few, PREFIXES_MAX);
	mst_html_rows_put_prefixes(&document->rows, &few);
	mst_html_leaves_free(&few);
}

static void begin_table(struct document *document)
{
	struct mst_ink *ink = &document->ink;

	mst_html_section(ink, "rows", "wide", document->tally->about_ports ? "Ports" : "Hosts");
	put_extent(ink, document);
	document->rows.counted = document->spans > 0 || document->extent != EVERYTHING;
	mst_html_rows_fit(&document->rows);
	mst_html_table_begin(&document->rows.table, ink, "Verdicts, in the order of address and port");
	if (document->extent != EVERYTHING) {
		put_prefixes(document, &document->tally->ipv4);
		put_prefixes(document, &document->tally->ipv6);
	}
}

static void take_row(void *user, const struct mst_result *result, const struct mst_html_span *span)
{
	struct document *document = user;

	if (span && document->extent == EVERYTHING)
		mst_html_rows_put_span(&document->rows, span);
	else if (result)
		mst_html_rows_put(&document->rows, result);
}

static void end_measure(struct mst_page *page)
{
	struct document *document = page->state;
	struct mst_html_run run = { page->parameters, page->summary, document->tally };
	char title[TITLE_MAX];
	struct mst_html_page head = { .title = title };

	if (!is_ready(document))
		return;
	mst_html_joiner_end(&document->joiner);
	mst_html_tally_end(document->tally);
	document->extent = extent_of(document);
	mst_html_run_title(title, sizeof title, &run);
	mst_html_page_begin(&document->ink, &head);
	mst_html_facts_draw(&document->ink, &run);
	put_parts(page, document);
	begin_table(document);
	document->joiner.take = take_row;
}

/* Rows that are left out where there are too many. */
static bool has_room(struct document *document, const struct mst_result *result)
{
	if (document->extent != PREFIXES_AND_OPEN)
		return true;
	return result->state == MST_OPEN && document->rows.table.rows < ROWS_MAX;
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	struct document *document = page->state;

	for (size_t i = 0; i < count && is_ready(document); i++) {
		if (has_room(document, &results[i]))
			mst_html_joiner_add(&document->joiner, &results[i]);
	}
}

/* ---- the end ---- */

static void end(struct mst_page *page)
{
	struct document *document = page->state;
	struct mst_ink *ink = &document->ink;

	if (!is_ready(document))
		return;
	mst_html_joiner_end(&document->joiner);
	mst_html_table_end(&document->rows.table);
	if (page->incomplete)
		mst_ink_put(ink, "<p class=\"warning\">Rows are missing: they could not be read, or had no room.</p>");
	mst_html_section_end(ink);
	mst_ink_put(ink, "<script type=\"application/json\" id=\"cells\">");
	mst_html_map_data(ink, &document->tally->ipv4);
	mst_ink_put(ink, "</script>");
	mst_ink_line(ink);
	mst_html_page_end(ink, MST_HTML_REPORT);
	if (document->rows.table.lost || document->tally->ipv4.lost || document->tally->ipv6.lost)
		mst_out_fail(page->out, -ENOMEM, "no memory for a page");
}

static void free_state(struct mst_page *page)
{
	struct document *document = page->state;

	mst_html_tally_free(document->tally);
	mst_html_rows_free(&document->rows);
}

const struct mst_writer mst_writer_html = {
	.name = "html",
	.brief = "a page with a map, charts and the table, for a browser",
	.suffixes = { ".html", ".htm" },
	.traits = MST_FORMAT_FIELDS | MST_FORMAT_HOSTS | MST_FORMAT_CHANGES,
	.every_state = true,
	.state_size = sizeof(struct document),
	.begin = begin,
	.measure = measure,
	.end_measure = end_measure,
	.write = write_rows,
	.end = end,
	.free_state = free_state,
};
