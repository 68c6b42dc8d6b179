/* SPDX-License-Identifier: BSD-2-Clause */
/* view.c - see page.h: the live table. */
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/listen/page.h"

enum { ADDRESS, PORTS, PACKETS, BYTES, MAC, VENDOR, NAMES, FIRST, LAST };

static const struct mst_screen_column columns[] = {
	[ADDRESS] = { .title = "ADDRESS", .width = 15, .weight = 1 },
	[PORTS] = { .title = "PORTS", .width = 14, .weight = 2 },
	[PACKETS] = { .title = "PACKETS", .width = 9, .right = true },
	[BYTES] = { .title = "BYTES", .width = 12, .right = true, .optional = true },
	[MAC] = { .title = "MAC", .width = 17, .optional = true },
	[VENDOR] = { .title = "VENDOR", .width = 14, .weight = 1, .optional = true },
	[NAMES] = { .title = "NAMES", .width = 14, .weight = 1, .optional = true },
	[FIRST] = { .title = "FIRST", .width = 8, .optional = true },
	[LAST] = { .title = "LAST", .width = 8, .right = false },
};

static size_t take(void *user)
{
	struct mst_listen_page *page = user;

	(void)mst_listen_page_take(page); /* without memory nobody is shown, until there is some */
	return page->count;
}

static void write_clock(char *text, size_t size, uint64_t ns)
{
	time_t seconds = (time_t)(ns / MST_NS_PER_SECOND);
	struct tm local;

	text[0] = '\0';
	if (localtime_r(&seconds, &local) && strftime(text, size, "%H:%M:%S", &local) == 0)
		text[0] = '\0';
}

static const char *vendor_of(const struct mst_listen_page *page, const struct mst_listen_host *host)
{
	const char *vendor = host->has_mac ? mst_vendor_of(page->vendors, host->mac) : NULL;

	return vendor ? vendor : "";
}

static void cell(void *user, size_t row, size_t column, struct mst_screen_cell *cell)
{
	const struct mst_listen_page *page = user;
	const struct mst_listen_host *host = &page->hosts[row];

	switch (column) {
	case ADDRESS: mst_addr_format(&host->addr, cell->text); break;
	case PORTS:
		cell->text[0] = '\0';
		if (host->port_count) {
			char ports[MST_CELL_TEXT - 3];

			snprintf(cell->text, sizeof cell->text, "(%s)", mst_ports_text(host, ports, sizeof ports));
		}
		cell->tone = MST_TONE_GOOD;
		break;
	case PACKETS: mst_write_grouped(cell->text, sizeof cell->text, host->packets); break;
	case BYTES: mst_write_grouped(cell->text, sizeof cell->text, host->bytes); break;
	case MAC:
		if (host->has_mac)
			snprintf(cell->text, sizeof cell->text, "%02x:%02x:%02x:%02x:%02x:%02x", host->mac[0],
			         host->mac[1], host->mac[2], host->mac[3], host->mac[4], host->mac[5]);
		break;
	case VENDOR: snprintf(cell->text, sizeof cell->text, "%s", vendor_of(page, host)); break;
	case NAMES: mst_names_text(host, cell->text, sizeof cell->text); break;
	case FIRST: write_clock(cell->text, sizeof cell->text, host->first_ns); break;
	default: write_clock(cell->text, sizeof cell->text, host->last_ns); break;
	}
}

static int order(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare(void *user, size_t a, size_t b, size_t column)
{
	const struct mst_listen_page *page = user;
	const struct mst_listen_host *one = &page->hosts[a], *other = &page->hosts[b];

	switch (column) {
	case PORTS: return order(one->port_count, other->port_count);
	case PACKETS: return order(one->packets, other->packets);
	case BYTES: return order(one->bytes, other->bytes);
	case MAC: return memcmp(one->mac, other->mac, sizeof one->mac);
	case VENDOR: return strcmp(vendor_of(page, one), vendor_of(page, other));
	case NAMES: return strcmp(one->names[0] ? one->names[0] : "", other->names[0] ? other->names[0] : "");
	case FIRST: return order(one->first_ns, other->first_ns);
	case LAST: return order(one->last_ns, other->last_ns);
	default: return order(a, b); /* the picture is in the order of addresses */
	}
}

static void title(void *user, char *text, size_t size)
{
	const struct mst_listen_page *page = user;

	snprintf(text, size, "muster listen on %s", mst_listen_sources(page->listen));
}

static void status(void *user, char *text, size_t size)
{
	const struct mst_listen_page *page = user;
	FILE *out = fmemopen(text, size, "w");

	text[0] = '\0';
	if (!out)
		return;
	mst_listen_print_counts(page, out);
	fclose(out);
	text[size - 1] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

const struct mst_screen_view mst_listen_view = {
	.columns = columns,
	.column_count = sizeof columns / sizeof *columns,
	.refresh = take,
	.cell = cell,
	.compare = compare,
	.title = title,
	.status = status,
};
