/* SPDX-License-Identifier: BSD-2-Clause */
/* view.c - see page.h: the live table. */
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/listen/page.h"

#define TITLE_TEXT 512

enum { ADDRESS, VLAN, VNI, PORTS, PACKETS, BYTES, MAC, VENDOR, NAMES, SERVES, SWITCH_PORT, FIRST, LAST };

static const struct mst_screen_column columns[] = {
	[ADDRESS] = { .title = "ADDRESS", .width = 15, .weight = 1 },
	[VLAN] = { .title = "VLAN", .width = 5, .optional = true },
	[VNI] = { .title = "VNI", .width = 8, .optional = true },
	[PORTS] = { .title = "PORTS", .width = 14, .weight = 2 },
	[PACKETS] = { .title = "PACKETS", .width = 9, .right = true },
	[BYTES] = { .title = "BYTES", .width = 12, .right = true, .optional = true },
	[MAC] = { .title = "MAC", .width = 17, .optional = true },
	[VENDOR] = { .title = "VENDOR", .width = 14, .weight = 1, .optional = true },
	[NAMES] = { .title = "NAMES", .width = 14, .weight = 1, .optional = true },
	[SERVES] = { .title = "SERVES", .width = 8, .optional = true },
	[SWITCH_PORT] = { .title = "SWITCH PORT", .width = 11, .optional = true },
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
	case ADDRESS: mst_who_text(host, cell->text); break;
	case VLAN: mst_vlans_text(host, cell->text, sizeof cell->text); break;
	case VNI:
		if (host->has_vni)
			snprintf(cell->text, sizeof cell->text, "%u", host->vni);
		break;
	case SERVES: mst_services_text(host, cell->text, sizeof cell->text); break;
	case SWITCH_PORT: mst_switch_text(host, cell->text, sizeof cell->text); break;
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
	case VLAN: return mst_vlans_compare(one, other);
	case VNI: return mst_vni_compare(one, other);
	case SERVES: return order(one->services, other->services);
	case SWITCH_PORT:
		return strcmp(one->switch_port ? one->switch_port : "", other->switch_port ? other->switch_port : "");
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

static bool has_any(const struct mst_listen_host *host, size_t column)
{
	switch (column) {
	case VLAN: return host->vlan_count;
	case VNI: return host->has_vni;
	case SERVES: return host->services;
	case SWITCH_PORT: return host->switch_port;
	default: return true;
	}
}

static bool has(void *user, size_t column)
{
	const struct mst_listen_page *page = user;
	bool any = page->count == 0 && has_any(&(struct mst_listen_host){ 0 }, column);

	for (size_t i = 0; i < page->count && !any; i++)
		any = has_any(&page->hosts[i], column);
	return any;
}

static void title(void *user, char *text, size_t size)
{
	const struct mst_listen_page *page = user;

	char neighbours[TITLE_TEXT];

	mst_listen_neighbours_text(page, neighbours, sizeof neighbours);
	snprintf(text, size, "muster listen on %s%s%s", mst_listen_sources(page->listen), *neighbours ? "; " : "",
	         neighbours);
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
	.has = has,
};
