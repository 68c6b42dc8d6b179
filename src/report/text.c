/*
 * text.c - what people see: an aligned table, by address. Hosts have a line each; ports stand under their
 * host:
 *
 *     ADDRESS                  STATE   REASON        RTT(ms)   TTL   HOSTS
 *     10.0.0.1                 up      echo-reply      0.123    64
 *     10.0.0.4 - 10.0.0.17     down    no-response                   14 hosts
 *
 * With `ranges` a line may stand for several neighbours: a span of the sorted results. The fields the user
 * chose, if any, are the columns instead.
 */
#include <ctype.h>
#include <muster/net.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "base/services.h"
#include "report/digits.h"
#include "report/table.h"
#include "report/writer.h"

#define PORT_INDENT 4
#define HOST_COLOUR "\033[1m"
#define VENDOR_TEXT 32

/* Neighbouring results of one line: first and last of `count`. */
struct span {
	const struct mst_result *first, *last;
	size_t count;
};

struct text {
	struct mst_page *page;
	struct mst_table table;
	const struct layout *layout;
	struct mst_services *services;
	bool to_terminal;
};

typedef void put_cells(struct text *text, struct mst_cell *cells, const struct span *span);

/* A kind of table. */
struct layout {
	const struct mst_column *columns;
	size_t count;
	size_t indent;
	bool by_host; /* a line with the address stands over the lines of its ports */
	bool joins;   /* lines may be spans, when ranges are asked for */
	put_cells *put;
};

static void set(struct mst_cell *cell, const char *end)
{
	cell->length = (size_t)(end - cell->text);
}

static void set_text(struct mst_cell *cell, const char *text)
{
	set(cell, mst_put_text(cell->text, text));
}

static void set_nonzero(struct mst_cell *cell, unsigned value)
{
	if (value)
		set(cell, mst_put_whole(cell->text, value));
}

static void set_state(struct text *text, struct mst_cell *cell, const struct mst_result *result)
{
	static const char *const colours[MST_STATE_COUNT] = {
		[MST_UP] = "\033[32m",          [MST_OPEN] = "\033[32m",
		[MST_DOWN] = "\033[31m",        [MST_CLOSED] = "\033[31m",
		[MST_UNREACHABLE] = "\033[33m", [MST_FILTERED] = "\033[33m", [MST_OPEN_FILTERED] = "\033[33m",
	};

	set_text(cell, mst_state_name(result->state));
	if (text->to_terminal && text->page->config->colour && result->state < MST_STATE_COUNT)
		cell->colour = colours[result->state];
}

static bool router_answered(const struct mst_result *result)
{
	return result->from.family != MST_NO_FAMILY && mst_addr_compare(&result->from, &result->addr) != 0;
}

static void set_reason(struct mst_cell *cell, const struct mst_result *result)
{
	char *at = mst_put_text(cell->text, mst_reason_name(result->reason));

	if (router_answered(result)) {
		at = mst_put_text(at, " from ");
		at += mst_addr_format(&result->from, at);
	}
	set(cell, at);
}

/* Microseconds are what a round trip can be trusted to. */
static void set_rtt(struct mst_cell *cell, const struct mst_result *result)
{
	uint64_t us = ((uint64_t)result->rtt_ns + 500) / 1000;
	char *at;

	if (result->rtt_ns < 0)
		return;
	at = mst_put_whole(cell->text, us / 1000);
	*at++ = '.';
	set(cell, mst_put_digits(at, us % 1000, 3));
}

static void set_count(struct mst_cell *cell, size_t count, const char *of_what)
{
	char *at = mst_put_whole(cell->text, count);

	set(cell, mst_put_text(at, of_what));
}

enum {
	HOST_ADDRESS, HOST_STATE, HOST_REASON, HOST_RTT, HOST_TTL, HOST_MAC, HOST_VENDOR, HOST_SUSPECT, HOST_COUNT, HOST_COLUMNS
};
static const struct mst_column host_columns[HOST_COLUMNS] = {
	[HOST_ADDRESS] = { .title = "ADDRESS" },
	[HOST_STATE] = { .title = "STATE" },
	[HOST_REASON] = { .title = "REASON" },
	[HOST_RTT] = { .title = "RTT(ms)", .right = true },
	[HOST_TTL] = { .title = "TTL", .right = true },
	[HOST_MAC] = { .title = "MAC" },
	[HOST_VENDOR] = { .title = "VENDOR" },
	[HOST_SUSPECT] = { .title = "SUSPECT" },
	[HOST_COUNT] = { .title = "HOSTS", .right = true },
};

/* Writes what is known of the network card of a host on the own link, to people's length; "" when nothing is. */
static void format_vendor(struct text *text, const struct mst_result *result, char vendor[VENDOR_TEXT])
{
	const char *name = result->has_mac ? mst_lookups_vendor(&text->page->lookups, result->mac) : NULL;
	size_t i;

	for (i = 0; name && name[i] && i < VENDOR_TEXT - 1; i++)
		vendor[i] = name[i] >= ' ' && name[i] <= '~' ? name[i] : '?';
	vendor[i] = '\0';
}

static void set_machine(struct text *text, struct mst_cell *cells, const struct mst_result *result)
{
	char mac[MST_LINK_ADDR_TEXT], vendor[VENDOR_TEXT];

	format_vendor(text, result, vendor);
	if (result->has_mac)
		set_text(&cells[HOST_MAC], mst_link_addr_format(result->mac, sizeof result->mac, mac));
	set_text(&cells[HOST_VENDOR], vendor);
	set_text(&cells[HOST_SUSPECT], mst_suspicion_name(result->suspect));
}

static void put_host(struct text *text, struct mst_cell *cells, const struct span *span)
{
	char *at = cells[HOST_ADDRESS].text;

	at += mst_addr_format(&span->first->addr, at);
	if (span->count > 1) {
		at = mst_put_text(at, " - ");
		at += mst_addr_format(&span->last->addr, at);
		set_count(&cells[HOST_COUNT], span->count, " hosts");
	} else {
		set_rtt(&cells[HOST_RTT], span->first);
		set_nonzero(&cells[HOST_TTL], span->first->ttl);
		set_machine(text, cells, span->first);
	}
	set(&cells[HOST_ADDRESS], at);
	set_state(text, &cells[HOST_STATE], span->first);
	set_reason(&cells[HOST_REASON], span->first);
}

enum { PORT_PORT, PORT_STATE, PORT_REASON, PORT_RTT, PORT_SERVICE, PORT_SUSPECT, PORT_COUNT, PORT_COLUMNS };
static const struct mst_column port_columns[PORT_COLUMNS] = {
	[PORT_PORT] = { .title = "PORT", .right = true },
	[PORT_STATE] = { .title = "STATE" },
	[PORT_REASON] = { .title = "REASON" },
	[PORT_RTT] = { .title = "RTT(ms)", .right = true },
	[PORT_SERVICE] = { .title = "SERVICE" },
	[PORT_SUSPECT] = { .title = "SUSPECT" },
	[PORT_COUNT] = { .title = "PORTS", .right = true },
};

static void put_port(struct text *text, struct mst_cell *cells, const struct span *span)
{
	char *at = mst_put_whole(cells[PORT_PORT].text, span->first->port);

	if (span->count > 1) {
		*at++ = '-';
		at = mst_put_whole(at, span->last->port);
		set_count(&cells[PORT_COUNT], span->count, " ports");
	} else {
		set_rtt(&cells[PORT_RTT], span->first);
		set_text(&cells[PORT_SERVICE], mst_services_name(text->services, span->first->port, span->first->proto == IPPROTO_UDP ? "udp" : "tcp"));
		set_text(&cells[PORT_SUSPECT], mst_suspicion_name(span->first->suspect));
	}
	set(&cells[PORT_PORT], at);
	set_state(text, &cells[PORT_STATE], span->first);
	set_reason(&cells[PORT_REASON], span->first);
}

static void put_chosen(struct text *text, struct mst_cell *cells, const struct span *span)
{
	const struct mst_fields *fields = text->page->fields;

	for (size_t i = 0; i < fields->count; i++) {
		if (strcmp(fields->at[i]->info.name, "state") == 0)
			set_state(text, &cells[i], span->first);
		else
			set(&cells[i], fields->at[i]->put(cells[i].text, span->first, &text->page->lookups));
	}
}

static const struct layout hosts = {
	.columns = host_columns, .count = HOST_COLUMNS, .joins = true, .put = put_host,
};
static const struct layout ports = {
	.columns = port_columns, .count = PORT_COLUMNS, .indent = PORT_INDENT, .by_host = true, .joins = true,
	.put = put_port,
};
static const struct layout chosen = { .put = put_chosen };

/* The address that comes after, with the carry of a whole number. */
static bool is_next_address(const struct mst_addr *addr, const struct mst_addr *next)
{
	struct mst_addr expected = *addr;
	size_t i = addr->family == MST_IPV4 ? 4 : sizeof expected.bytes;

	while (i > 0 && ++expected.bytes[--i] == 0)
		;
	return mst_addr_compare(&expected, next) == 0;
}

static bool joins(const struct mst_result *last, const struct mst_result *next)
{
	if (last->state != next->state || last->reason != next->reason ||
	    last->about_port != next->about_port)
		return false;
	if (router_answered(last) != router_answered(next) ||
	    (router_answered(last) && mst_addr_compare(&last->from, &next->from) != 0))
		return false;
	if (last->about_port)
		return next->port == last->port + 1 && mst_addr_compare(&last->addr, &next->addr) == 0;
	return is_next_address(&last->addr, &next->addr);
}

static struct span span_at(const struct text *text, const struct mst_result *results, size_t left)
{
	struct span span = { .first = results, .last = results, .count = 1 };

	if (!text->page->config->ranges || !text->layout->joins)
		return span;
	while (span.count < left && joins(span.last, span.last + 1)) {
		span.last++;
		span.count++;
	}
	return span;
}

static void print_host(struct text *text, const struct mst_result *result)
{
	bool colour = text->to_terminal && text->page->config->colour;
	char *at = mst_out_room(text->page->out, MST_CELL_MAX + MST_LINK_ADDR_TEXT + VENDOR_TEXT);
	char mac[MST_LINK_ADDR_TEXT], vendor[VENDOR_TEXT];

	if (colour)
		at = mst_put_text(at, HOST_COLOUR);
	at += mst_addr_format(&result->addr, at);
	at = mst_put_text(at, colour ? "\033[0m" : "");
	if (result->has_mac) {
		format_vendor(text, result, vendor);
		at = mst_put_text(at, "  ");
		at = mst_put_text(at, mst_link_addr_format(result->mac, sizeof result->mac, mac));
		at = mst_put_text(mst_put_text(at, *vendor ? "  " : ""), vendor);
	}
	at = mst_put_text(at, "\n");
	mst_out_wrote(text->page->out, at);
	mst_out_line(text->page->out);
}

/* Every row, once to measure the columns and once to print them. */
static void show_all(struct text *text, const struct mst_result *results, size_t count, bool print)
{
	const struct mst_addr *host = NULL;

	for (size_t i = 0; i < count;) {
		struct span span = span_at(text, results + i, count - i);
		struct mst_cell cells[MST_COLUMNS_MAX];

		for (size_t c = 0; c < text->table.count; c++) {
			cells[c].length = 0;
			cells[c].colour = NULL;
		}
		text->layout->put(text, cells, &span);
		i += span.count;
		if (!print) {
			mst_table_measure(&text->table, cells);
			continue;
		}
		if (text->layout->by_host && (!host || mst_addr_compare(host, &span.first->addr) != 0))
			print_host(text, span.first);
		host = &span.first->addr;
		mst_table_print(&text->table, text->page->out, cells);
	}
}

static void set_chosen_columns(struct mst_table *table, const struct mst_fields *fields)
{
	table->count = fields->count;
	for (size_t i = 0; i < fields->count; i++) {
		struct mst_column *column = &table->columns[i];
		size_t length = strlen(fields->at[i]->info.name);

		for (size_t c = 0; c < length && c < sizeof column->title - 1; c++)
			column->title[c] = (char)toupper((unsigned char)fields->at[i]->info.name[c]);
		column->right = fields->at[i]->kind == MST_FIELD_NUMBER;
		column->width = length; /* was asked for: shown even if empty */
	}
}

static void write_all(struct mst_page *page, const struct mst_result *results, size_t count)
{
	struct text text = { .page = page, .to_terminal = page->out->kind == MST_OUT_STDOUT };

	text.layout = page->fields_chosen ? &chosen : page->config->fields_for_ports ? &ports : &hosts;
	text.table.indent = text.layout->indent;
	text.table.width = text.to_terminal ? page->config->width : 0;
	text.table.count = text.layout->count;
	if (text.layout->count > 0)
		memcpy(text.table.columns, text.layout->columns,
		       text.layout->count * sizeof *text.layout->columns);
	if (page->fields_chosen)
		set_chosen_columns(&text.table, page->fields);
	if (text.layout->by_host)
		text.services = mst_services_new();
	show_all(&text, results, count, false);
	mst_table_print_head(&text.table, page->out);
	show_all(&text, results, count, true);
	mst_services_free(text.services);
}

static void nothing(struct mst_page *page)
{
	(void)page;
}

const struct mst_writer mst_writer_text = {
	.name = "text",
	.suffixes = { ".txt" },
	.sorted = true,
	.begin = nothing,
	.write = write_all,
	.end = nothing,
};
