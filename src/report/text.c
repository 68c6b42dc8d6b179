/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.c - a table for people, ordered by address. On a terminal, ports are listed under their host; in a pipe or a
 * file every line has the address, for grep and awk:
 *
 *     ADDRESS                  STATE   REASON        RTT(ms)   TTL   HOSTS
 *     10.0.0.1                 up      echo-reply      0.123    64
 *     10.0.0.4 - 10.0.0.17     down    no-response                   14 hosts
 *
 * With `ranges` one line may cover several adjacent addresses or ports: a span of the ordered verdicts. If the user
 * chose fields, those are the columns. A document is measured before it is written;
 * a stream has columns of fixed widths.
 */
#include "report/digits.h"
#include "report/text_rows.h"

#define PORT_INDENT 4
_Static_assert(MST_FIELDS_MAX <= MST_COLUMNS_MAX, "every field may be a column");
_Static_assert(MST_REASON_COUNT <= 64, "a bit for each reason");

/* ---- spans ---- */

/* The address that comes after, with the carry of a whole number. */
static bool is_next_address(const struct mst_addr *addr, const struct mst_addr *next)
{
	struct mst_addr expected = *addr;
	size_t i = addr->family == MST_IPV4 ? 4 : sizeof expected.bytes;

	while (i > 0 && ++expected.bytes[--i] == 0)
		;
	return mst_addr_compare(&expected, next) == 0;
}

/* A range cannot show names, so a host with a name gets a line of its own. */
static bool has_name(const struct mst_page *page, const struct mst_result *result)
{
	return page->config->name && page->config->name(page->config->names, &result->addr) && !result->about_port;
}

static bool joins(const struct mst_result *last, const struct mst_result *next)
{
	if (last->state != next->state || last->reason != next->reason || last->about_port != next->about_port)
		return false;
	if (mst_text_other_answered(last) != mst_text_other_answered(next) ||
	    (mst_text_other_answered(last) && mst_addr_compare(&last->from, &next->from) != 0))
		return false;
	if (last->service || next->service || last->vantages != next->vantages)
		return false;
	if (last->about_port)
		return next->port == last->port + 1 && mst_addr_compare(&last->addr, &next->addr) == 0;
	return is_next_address(&last->addr, &next->addr);
}

/* ---- lines ---- */

typedef void take_cells(struct mst_page *page, const struct mst_cell *cells);

static void measure_cells(struct mst_page *page, const struct mst_cell *cells)
{
	struct mst_text *text = page->state;

	mst_table_measure(&text->table, cells);
}

/* Titles are printed before the first line; without any line there are none. */
static void print_head(struct mst_page *page)
{
	struct mst_text *text = page->state;

	if (text->headed)
		return;
	text->headed = true;
	mst_table_fit(&text->table);
	if (!page->config->no_header)
		mst_table_print_head(&text->table, page->out);
}

static void print_cells(struct mst_page *page, const struct mst_cell *cells)
{
	struct mst_text *text = page->state;
	const struct mst_result *result = &text->span.first;

	print_head(page);
	if (text->by_host && mst_addr_compare(&text->host, &result->addr) != 0)
		mst_text_print_host(page, result, text->table.width);
	text->host = result->addr;
	mst_table_print(&text->table, page->out, cells);
}

/* Writes the span as one line. */
static void end_span(struct mst_page *page, take_cells *take)
{
	struct mst_text *text = page->state;
	struct mst_cell cells[MST_COLUMNS_MAX];

	if (text->span.count == 0)
		return;
	for (size_t c = 0; c < text->table.count; c++) {
		cells[c].length = 0;
		cells[c].colour = NULL;
	}
	text->layout->put(page, cells, &text->span);
	take(page, cells);
	text->span.count = 0;
	mst_service_copies_clear(&text->services);
}

static void take_rows(struct mst_page *page, const struct mst_result *results, size_t count, take_cells *take)
{
	struct mst_text *text = page->state;
	bool may_join = page->config->ranges && text->layout->joins && !page->streamed;

	for (size_t i = 0; i < count; i++) {
		if (text->span.count > 0 && may_join && joins(&text->span.last, &results[i]) &&
		    !has_name(page, &text->span.last) && !has_name(page, &results[i])) {
			text->span.last = results[i];
			text->span.count++;
			continue;
		}
		end_span(page, take);
		text->span = (struct mst_text_span){ .first = results[i], .last = results[i], .count = 1 };
		text->span.first.service = mst_service_copy(&text->services, results[i].service);
		text->span.last.service = text->span.first.service;
	}
	if (page->streamed)
		end_span(page, take);
}

/* ---- rows that need no measuring ---- */

/* Bytes of an IPv4 address as text. */
static unsigned length_of(const struct mst_addr *addr)
{
	unsigned length = 7;

	for (size_t i = 0; i < 4; i++)
		length += addr->bytes[i] > 99 ? 2 : addr->bytes[i] > 9 ? 1 : 0;
	return length;
}

/* Whether all its texts depend on what mst_text_widest has. */
static bool is_usual(const struct mst_page *page, const struct mst_result *result)
{
	return result->addr.family == MST_IPV4 && result->state < MST_STATE_COUNT && !result->has_mac &&
	       !result->suspect && !result->service && !page->config->name && !page->config->worker &&
	       !mst_text_other_answered(result);
}

/* Whether every cell of the row is at most as wide as that of a row before, as in most rows of a large scan: their
 * cells need not be made to know it. If not, it is measured now, and the next row like it is no wider. */
static bool is_no_wider(const struct mst_page *page, const struct mst_result *result)
{
	struct mst_text *text = page->state;
	struct mst_text_widest *widest = &text->widest;
	uint64_t reason = UINT64_C(1) << (result->reason % 64), port = UINT64_C(1) << (result->port % 64);
	unsigned length;
	bool within;

	if (!is_usual(page, result))
		return false;
	length = length_of(&result->addr);
	within = length <= widest->addr && result->rtt_ns <= widest->rtt_ns && result->ttl <= widest->ttl &&
	         (widest->reasons[result->state] & reason) && (widest->ports[result->port / 64] & port);
	if (within)
		return true;
	widest->addr = length > widest->addr ? length : widest->addr;
	widest->rtt_ns = result->rtt_ns > widest->rtt_ns ? result->rtt_ns : widest->rtt_ns;
	widest->ttl = result->ttl > widest->ttl ? result->ttl : widest->ttl;
	widest->reasons[result->state] |= reason;
	widest->ports[result->port / 64] |= port;
	return false;
}

/* ---- the writer ---- */

/* In a stream the column of states is as wide as the longest wanted one. */
static size_t widest_state(uint32_t states, size_t width)
{
	for (unsigned i = 0; i < MST_STATE_COUNT; i++) {
		size_t length = strlen(mst_state_name((enum mst_state)i));

		if ((states >> i & 1) != 0 && length > width)
			width = length;
	}
	return width;
}

/* What a stream has no column for, whose columns are there before its rows. */
static bool is_streamed_column(const struct mst_page *page, const char *title)
{
	bool ports = page->config->services && page->config->fields_for_ports;

	if (strcmp(title, MST_NAME_TITLE) == 0)
		return page->config->name;
	if (strcmp(title, MST_WORKER_TITLE) == 0 || strcmp(title, MST_SAW_TITLE) == 0)
		return page->config->worker && (*title == 'W' || page->config->vantages > 1);
	if (strcmp(title, MST_PRODUCT_TITLE) == 0)
		return ports;
	return !ports || (strcmp(title, "REASON") != 0 && strcmp(title, "RTT(ms)") != 0);
}

static void set_columns(struct mst_page *page)
{
	struct mst_text *text = page->state;
	struct mst_table *table = &text->table;

	table->count = text->layout->count;
	for (size_t i = 0; i < table->count; i++) {
		table->columns[i] = text->layout->columns[i];
		if (!page->streamed || !is_streamed_column(page, table->columns[i].title))
			table->columns[i].width = 0;
		else if (strcmp(table->columns[i].title, "STATE") == 0)
			table->columns[i].width = widest_state(page->config->states, table->columns[i].width);
	}
}

static void begin(struct mst_page *page)
{
	struct mst_text *text = page->state;

	text->to_terminal = page->config->terminal && page->out->to_stdout;
	text->layout = page->fields_chosen              ? &mst_text_chosen
	               : page->config->fields_for_ports ? &mst_text_ports
	                                                : &mst_text_hosts;
	text->by_host = text->layout == &mst_text_ports && text->to_terminal && !page->streamed;
	text->table.indent = text->by_host ? PORT_INDENT : 0;
	text->table.width = text->to_terminal ? page->config->width : 0;
	if (page->fields_chosen)
		mst_text_set_chosen(&text->table, page->fields);
	else
		set_columns(page);
	if (page->streamed)
		print_head(page);
}

static void measure(struct mst_page *page, const struct mst_result *results, size_t count)
{
	struct mst_text *text = page->state;

	if (page->config->ranges || text->layout == &mst_text_chosen) {
		take_rows(page, results, count, measure_cells);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (!is_no_wider(page, &results[i]))
			take_rows(page, &results[i], 1, measure_cells);
	}
}

static void write_rows(struct mst_page *page, const struct mst_result *results, size_t count)
{
	take_rows(page, results, count, print_cells);
}

static void end_measure(struct mst_page *page)
{
	end_span(page, measure_cells);
}

static void end(struct mst_page *page)
{
	end_span(page, print_cells);
}

static void free_state(struct mst_page *page)
{
	struct mst_text *text = page->state;

	mst_service_copies_free(&text->services);
}

const struct mst_writer mst_writer_text = {
	.name = "text",
	.suffixes = { ".txt" },
	.traits = MST_FORMAT_FIELDS | MST_FORMAT_HEADER | MST_FORMAT_STREAM | MST_FORMAT_ORDER,
	.state_size = sizeof(struct mst_text),
	.begin = begin,
	.measure = measure,
	.end_measure = end_measure,
	.write = write_rows,
	.end = end,
	.free_state = free_state,
};
