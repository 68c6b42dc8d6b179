/* SPDX-License-Identifier: BSD-2-Clause */
/* page.c - see page.h: the picture, and the table that people read. */
#include "cli/listen/page.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int compare(const void *a, const void *b)
{
	return mst_addr_compare(&((const struct mst_listen_host *)a)->addr, &((const struct mst_listen_host *)b)->addr);
}

int mst_listen_page_take(struct mst_listen_page *page)
{
	int code;

	free(page->hosts);
	code = mst_listen_take(page->listen, &page->hosts, &page->count);
	if (page->count)
		qsort(page->hosts, page->count, sizeof *page->hosts, compare);
	return code;
}

void mst_listen_page_free(struct mst_listen_page *page)
{
	free(page->hosts);
	free(page->reported);
}

/* Adds an item to a list in words. */
static void add_item(char *text, size_t size, const char *item)
{
	size_t at = strlen(text);

	snprintf(text + at, size - at, "%s%s", at ? ", " : "", item);
}

const char *mst_ports_text(const struct mst_listen_host *host, char *text, size_t size)
{
	char item[16];

	text[0] = '\0';
	for (unsigned i = 0; i < host->port_count; i++) {
		snprintf(item, sizeof item, "%u%s", host->ports[i].port, host->ports[i].udp ? "/udp" : "");
		add_item(text, size, item);
	}
	if (host->more_ports)
		add_item(text, size, "…");
	return text;
}

const char *mst_names_text(const struct mst_listen_host *host, char *text, size_t size)
{
	text[0] = '\0';
	for (unsigned i = 0; i < MST_LISTEN_NAMES && host->names[i]; i++)
		add_item(text, size, host->names[i]);
	return text;
}

static void print_host(const struct mst_listen_page *page, const struct mst_listen_host *host, FILE *out)
{
	const char *vendor = host->has_mac ? mst_vendor_of(page->vendors, host->mac) : NULL;
	char addr[MST_ADDR_TEXT], ports[512], names[1100], packets[32], bytes[32];

	mst_addr_format(&host->addr, addr);
	fputs(addr, out);
	if (host->port_count)
		mst_print(out, " (%s)", mst_ports_text(host, ports, sizeof ports));
	mst_print(out, ", %s packet%s, %s bytes", mst_write_grouped(packets, sizeof packets, host->packets),
	          host->packets == 1 ? "" : "s", mst_write_grouped(bytes, sizeof bytes, host->bytes));
	if (host->has_mac)
		fprintf(out, ", %02x:%02x:%02x:%02x:%02x:%02x", host->mac[0], host->mac[1], host->mac[2], host->mac[3],
		        host->mac[4], host->mac[5]);
	if (vendor)
		mst_print(out, " (%s)", vendor);
	if (host->names[0])
		mst_print(out, ", %s", mst_names_text(host, names, sizeof names));
	fputc('\n', out);
}

void mst_listen_print(const struct mst_listen_page *page, FILE *out)
{
	for (size_t i = 0; i < page->count; i++)
		print_host(page, &page->hosts[i], out);
}

void mst_listen_print_counts(const struct mst_listen_page *page, FILE *out)
{
	struct mst_listen_counts counts;
	char text[32];

	mst_listen_get_counts(page->listen, &counts);
	mst_print(out, "%zu host%s seen", page->count, mst_plural(page->count));
	mst_print(out, ", %s packet%s", mst_write_grouped(text, sizeof text, counts.packets),
	          mst_plural(counts.packets));
	if (counts.dropped)
		mst_print(out, ", %s dropped: this machine was too slow",
		          mst_write_grouped(text, sizeof text, counts.dropped));
	if (counts.undecoded)
		mst_print(out, ", %s of no known sender", mst_write_grouped(text, sizeof text, counts.undecoded));
	if (counts.forgotten)
		mst_print(out, ", %s host%s dropped to make room (--max-hosts)",
		          mst_write_grouped(text, sizeof text, counts.forgotten), mst_plural(counts.forgotten));
	if (page->events.left_out)
		mst_print(out, ", %s event%s not written (--max-events)",
		          mst_write_grouped(text, sizeof text, page->events.left_out),
		          mst_plural(page->events.left_out));
	fputc('\n', out);
}
