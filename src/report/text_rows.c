/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text_rows.c - see text_rows.h. The widths are those of streams, which are written before all rows are known.
 */
#include "report/text_rows.h"

#include <ctype.h>
#include <muster/net.h>

#include "base/media.h"
#include "base/service_tls.h"
#include "report/digits.h"
#include "report/words.h"

#define HOST_COLOUR "\033[1m"
#define COLOUR_OFF "\033[0m"
#define ELLIPSIS "\xe2\x80\xa6"
#define VENDOR_LEAST 8
#define CUT "..." /* what is behind it has no room; widths are counted in bytes */

/* What is not ASCII takes fewer bytes then: widths are counted in bytes. */
static size_t make_ascii(char *text, size_t length)
{
	const char *from = text, *end = text + length;
	char *at = text, piece[MST_MEDIUM_CHAR_MAX];

	while (from < end) {
		mst_medium_put(MST_TO_ASCII, piece, &from, end);
		*at++ = *piece;
	}
	return (size_t)(at - text);
}

static void set(struct mst_cell *cell, const char *end)
{
	cell->length = (size_t)(end - cell->text);
	if (!mst_text_is_plain(cell->text, cell->length))
		cell->length = make_ascii(cell->text, cell->length);
}

/* Of text of our own, which is plain. */
static void set_plain(struct mst_cell *cell, const char *end)
{
	cell->length = (size_t)(end - cell->text);
}

static void set_text(struct mst_cell *cell, const char *text)
{
	set_plain(cell, mst_put_text(cell->text, text));
}

/* Cut where a cell ends. */
static void set_cut(struct mst_cell *cell, const char *text, size_t length)
{
	size_t copied = mst_medium_copy(MST_TO_ASCII, cell->text, sizeof cell->text - sizeof CUT, text, length);
	char *end = cell->text + strlen(cell->text);

	set(cell, copied < length ? mst_put_text(end, CUT) : end);
}

static void set_nonzero(struct mst_cell *cell, unsigned value)
{
	if (value)
		set_plain(cell, mst_put_whole(cell->text, value));
}

static bool has_colour(const struct mst_page *page)
{
	const struct mst_text *text = page->state;

	return text->to_terminal && page->config->colour;
}

static void set_state(const struct mst_page *page, struct mst_cell *cell, const struct mst_result *result)
{
	static const char *const colours[MST_STATE_COUNT] = {
		[MST_UP] = "\033[32m",
		[MST_OPEN] = "\033[32m",
		[MST_DOWN] = "\033[31m",
		[MST_CLOSED] = "\033[31m",
		[MST_UNREACHABLE] = "\033[33m",
		[MST_FILTERED] = "\033[33m",
		[MST_OPEN_FILTERED] = "\033[33m",
	};

	set_plain(cell, mst_put_state(cell->text, result->state));
	if (has_colour(page) && result->state < MST_STATE_COUNT)
		cell->colour = colours[result->state];
}

bool mst_text_other_answered(const struct mst_result *result)
{
	return result->from.family != MST_NO_FAMILY && mst_addr_compare(&result->from, &result->addr) != 0;
}

static void set_reason(struct mst_cell *cell, const struct mst_result *result)
{
	char *at = mst_put_reason(cell->text, result->reason);

	set_plain(cell, at);
	if (!mst_text_other_answered(result))
		return;
	at = mst_put_text(at, " from ");
	set(cell, at + mst_addr_format(&result->from, at));
}

/* A round trip is not known better than to a microsecond. */
static void set_rtt(struct mst_cell *cell, const struct mst_result *result)
{
	uint64_t us = ((uint64_t)result->rtt_ns + 500) / 1000;
	char *at;

	if (result->rtt_ns < 0)
		return;
	at = mst_put_whole(cell->text, us / 1000);
	*at++ = '.';
	set_plain(cell, mst_put_digits(at, us % 1000, 3));
}

static void set_count(struct mst_cell *cell, size_t count, const char *of_what)
{
	char *at = mst_put_whole(cell->text, count);

	set_plain(cell, mst_put_text(at, of_what));
}

/* In a stream, an amendment shows the state that an earlier line had. */
static void set_was(const struct mst_page *page, struct mst_cell *cell, const struct mst_result *result)
{
	if (page->streamed && result->amended)
		set_text(cell, mst_state_name(result->was));
}

/* Writes the vendor of a host's network card at `at`, at most MST_FIELD_TEXT_MAX bytes; returns the end. */
static char *put_vendor(struct mst_page *page, char *at, const struct mst_result *result)
{
	const char *name = result->has_mac ? mst_lookups_vendor(&page->lookups, result->mac) : NULL;

	return name ? mst_lookups_put_text(at, name, strlen(name)) : at;
}

static void set_name(struct mst_page *page, struct mst_cell *cell, const struct mst_result *result)
{
	if (page->lookups.name)
		set(cell, mst_lookups_put_name(cell->text, &page->lookups, &result->addr));
}

static void set_worker(struct mst_page *page, struct mst_cell *worker, struct mst_cell *saw,
                       const struct mst_result *result)
{
	set(worker, mst_lookups_put_worker(worker->text, &page->lookups, result));
	set(saw, mst_lookups_put_saw(saw->text, &page->lookups, result));
}

static void set_mac(struct mst_cell *cell, const struct mst_result *result)
{
	char mac[MST_LINK_ADDR_TEXT];

	if (result->has_mac)
		set_text(cell, mst_link_addr_format(result->mac, sizeof result->mac, mac));
}

enum {
	HOST_ADDRESS,
	HOST_NAME,
	HOST_STATE,
	HOST_REASON,
	HOST_RTT,
	HOST_TTL,
	HOST_MAC,
	HOST_VENDOR,
	HOST_SUSPECT,
	HOST_WORKER,
	HOST_SAW,
	HOST_WAS,
	HOST_COUNT,
	HOST_COLUMNS
};
static const struct mst_column host_columns[HOST_COLUMNS] = {
	[HOST_ADDRESS] = { .title = "ADDRESS", .width = 15 },
	[HOST_NAME] = { .title = MST_NAME_TITLE, .width = 20 },
	[HOST_STATE] = { .title = "STATE", .width = 5 },
	[HOST_REASON] = { .title = "REASON", .width = 12 },
	[HOST_RTT] = { .title = "RTT(ms)", .right = true, .width = 7 },
	[HOST_TTL] = { .title = "TTL", .right = true, .width = 3, .spare = 1 },
	[HOST_MAC] = { .title = "MAC", .width = 17 },
	[HOST_VENDOR] = { .title = "VENDOR", .width = 20, .least = VENDOR_LEAST, .spare = 2 },
	[HOST_SUSPECT] = { .title = "SUSPECT", .width = 7 },
	[HOST_WORKER] = { .title = MST_WORKER_TITLE, .width = 6, .spare = 3 },
	[HOST_SAW] = { .title = MST_SAW_TITLE, .width = 20, .spare = 3 },
	[HOST_WAS] = { .title = "WAS", .width = 3 },
	[HOST_COUNT] = { .title = "HOSTS", .right = true },
};

static void put_host(struct mst_page *page, struct mst_cell *cells, const struct mst_text_span *span)
{
	const struct mst_result *first = &span->first;
	char *at = cells[HOST_ADDRESS].text;

	at += mst_addr_format(&first->addr, at);
	if (span->count > 1) {
		at = mst_put_text(at, " - ");
		at += mst_addr_format(&span->last.addr, at);
		set_count(&cells[HOST_COUNT], span->count, " hosts");
	} else {
		set_name(page, &cells[HOST_NAME], first);
		set_rtt(&cells[HOST_RTT], first);
		set_nonzero(&cells[HOST_TTL], first->ttl);
		set_mac(&cells[HOST_MAC], first);
		set(&cells[HOST_VENDOR], put_vendor(page, cells[HOST_VENDOR].text, first));
		set_text(&cells[HOST_SUSPECT], mst_suspicion_name(first->suspect));
		set_worker(page, &cells[HOST_WORKER], &cells[HOST_SAW], first);
	}
	set(&cells[HOST_ADDRESS], at);
	set_state(page, &cells[HOST_STATE], first);
	set_reason(&cells[HOST_REASON], first);
	set_was(page, &cells[HOST_WAS], first);
}

enum {
	PORT_ADDRESS,
	PORT_NAME,
	PORT_PORT,
	PORT_STATE,
	PORT_REASON,
	PORT_RTT,
	PORT_SERVICE,
	PORT_PRODUCT,
	PORT_SUSPECT,
	PORT_WORKER,
	PORT_SAW,
	PORT_WAS,
	PORT_COUNT,
	PORT_MAC,
	PORT_VENDOR,
	PORT_COLUMNS
};
static const struct mst_column port_columns[PORT_COLUMNS] = {
	[PORT_ADDRESS] = { .title = "ADDRESS", .width = 15 },
	[PORT_NAME] = { .title = MST_NAME_TITLE, .width = 20 },
	[PORT_PORT] = { .title = "PORT", .right = true, .width = 5 },
	[PORT_STATE] = { .title = "STATE", .width = 5 },
	[PORT_REASON] = { .title = "REASON", .width = 7 },
	[PORT_RTT] = { .title = "RTT(ms)", .right = true, .width = 7 },
	[PORT_SERVICE] = { .title = "SERVICE", .width = 10, .spare = 2 },
	[PORT_PRODUCT] = { .title = MST_PRODUCT_TITLE, .width = 20, .least = VENDOR_LEAST },
	[PORT_SUSPECT] = { .title = "SUSPECT", .width = 7 },
	[PORT_WORKER] = { .title = MST_WORKER_TITLE, .width = 6, .spare = 4 },
	[PORT_SAW] = { .title = MST_SAW_TITLE, .width = 20, .spare = 4 },
	[PORT_WAS] = { .title = "WAS", .width = 3 },
	[PORT_COUNT] = { .title = "PORTS", .right = true },
	[PORT_MAC] = { .title = "MAC", .spare = 3 },
	[PORT_VENDOR] = { .title = "VENDOR", .least = VENDOR_LEAST, .spare = 1 },
};

/* Ports listed under their host have no address. In streams the columns of MAC and vendor have width 0. */
static void put_port_host(struct mst_page *page, struct mst_cell *cells, const struct mst_result *result)
{
	set(&cells[PORT_ADDRESS], cells[PORT_ADDRESS].text + mst_addr_format(&result->addr, cells[PORT_ADDRESS].text));
	set_name(page, &cells[PORT_NAME], result);
	set_mac(&cells[PORT_MAC], result);
	set(&cells[PORT_VENDOR], put_vendor(page, cells[PORT_VENDOR].text, result));
}

/* Behind TLS, nmap has "ssl/http". Product and version are one column, where reports know of services. Reason and
 * round-trip time of open ports make room for it. */
static void put_service(struct mst_page *page, struct mst_cell *cells, const struct mst_result *result)
{
	const struct mst_service *service = page->config->services ? result->service : NULL;
	char text[8 * MST_FIELD_TEXT_MAX];
	char *at = mst_put_text(text, mst_service_is_in_tls(result->service) ? "ssl/" : "");

	at = mst_lookups_put_service(at, &page->lookups, result);
	set_cut(&cells[PORT_SERVICE], text, (size_t)(at - text));
	if (!service)
		return;
	at = mst_service_spell(text, &service->of[MST_SERVICE_PRODUCT], true);
	if (at > text && service->of[MST_SERVICE_VERSION].size)
		*at++ = ' ';
	at = mst_service_spell(at, &service->of[MST_SERVICE_VERSION], true);
	set_cut(&cells[PORT_PRODUCT], text, (size_t)(at - text));
}

static void put_port(struct mst_page *page, struct mst_cell *cells, const struct mst_text_span *span)
{
	const struct mst_text *text = page->state;
	const struct mst_result *first = &span->first;
	char *at = mst_put_whole(cells[PORT_PORT].text, first->port);

	if (!text->by_host)
		put_port_host(page, cells, first);
	if (span->count > 1) {
		*at++ = '-';
		at = mst_put_whole(at, span->last.port);
		set_count(&cells[PORT_COUNT], span->count, " ports");
	} else {
		if (!page->config->services)
			set_rtt(&cells[PORT_RTT], first);
		put_service(page, cells, first);
		set_text(&cells[PORT_SUSPECT], mst_suspicion_name(first->suspect));
		set_worker(page, &cells[PORT_WORKER], &cells[PORT_SAW], first);
	}
	set_plain(&cells[PORT_PORT], at);
	set_state(page, &cells[PORT_STATE], first);
	if (!page->config->services || first->state != MST_OPEN)
		set_reason(&cells[PORT_REASON], first);
	set_was(page, &cells[PORT_WAS], first);
}

static void set_service_text(struct mst_cell *cell, const struct mst_field *field, const struct mst_result *result)
{
	char text[MST_FIELD_SPELLED_MAX];

	set_cut(cell, text, (size_t)(mst_field_spell(text, field, result, true) - text));
}

static void put_chosen(struct mst_page *page, struct mst_cell *cells, const struct mst_text_span *span)
{
	const struct mst_fields *fields = page->fields;

	for (size_t i = 0; i < fields->count; i++) {
		if (strcmp(fields->at[i]->info.name, "state") == 0)
			set_state(page, &cells[i], &span->first);
		else if (!fields->at[i]->put)
			set_service_text(&cells[i], fields->at[i], &span->first);
		else
			set(&cells[i], fields->at[i]->put(cells[i].text, &span->first, &page->lookups));
	}
}

const struct mst_text_layout mst_text_hosts = {
	.columns = host_columns,
	.count = HOST_COLUMNS,
	.joins = true,
	.put = put_host,
};
const struct mst_text_layout mst_text_ports = {
	.columns = port_columns,
	.count = PORT_COLUMNS,
	.joins = true,
	.put = put_port,
};
const struct mst_text_layout mst_text_chosen = { .put = put_chosen };

void mst_text_set_chosen(struct mst_table *table, const struct mst_fields *fields)
{
	table->count = fields->count;
	for (size_t i = 0; i < fields->count; i++) {
		struct mst_column *column = &table->columns[i];
		const char *name = fields->at[i]->info.name;
		size_t length = strlen(name);

		for (size_t c = 0; c < length && c < sizeof column->title - 1; c++)
			column->title[c] = (char)toupper((unsigned char)name[c]);
		column->right = fields->at[i]->kind == MST_FIELD_NUMBER;
		column->width = length; /* the user chose it: shown even if empty */
		column->least = strcmp(name, "vendor") == 0 ? VENDOR_LEAST : 0;
	}
}

/* Cut at the width of the terminal, if the output is one. */
static char *put_mac_and_vendor(struct mst_page *page, char *at, const struct mst_result *result, size_t left)
{
	char mac[MST_LINK_ADDR_TEXT], vendor[MST_FIELD_TEXT_MAX];
	size_t length = (size_t)(put_vendor(page, vendor, result) - vendor);
	char *start = at;

	at = mst_put_text(mst_put_text(at, "  "), mst_link_addr_format(result->mac, sizeof result->mac, mac));
	left = left > (size_t)(at - start) ? left - (size_t)(at - start) : 0;
	if (length == 0 || left < 2 + VENDOR_LEAST)
		return at;
	at = mst_put_text(at, "  ");
	memcpy(at, vendor, length < left - 2 ? length : left - 3);
	return length <= left - 2 ? at + length : mst_put_text(at + left - 3, ELLIPSIS);
}

void mst_text_print_host(struct mst_page *page, const struct mst_result *result, size_t width)
{
	char *at = mst_out_room(page->out, MST_CELL_MAX + MST_LINK_ADDR_TEXT + 2 * MST_FIELD_TEXT_MAX), *name;
	size_t length;

	if (has_colour(page))
		at = mst_put_text(at, HOST_COLOUR);
	length = mst_addr_format(&result->addr, at);
	at += length;
	if (has_colour(page))
		at = mst_put_text(at, COLOUR_OFF);
	name = mst_put_text(at, "  ");
	if (mst_lookups_put_name(name, &page->lookups, &result->addr) > name) {
		char *end = mst_lookups_put_name(name, &page->lookups, &result->addr);

		length += (size_t)(end - at);
		at = end;
	}
	if (result->has_mac)
		at = put_mac_and_vendor(page, at, result, width == 0 ? SIZE_MAX : width > length ? width - length : 0);
	*at++ = '\n';
	mst_out_wrote(page->out, at);
	mst_out_line(page->out);
}
