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

int mst_vlans_compare(const struct mst_listen_host *one, const struct mst_listen_host *other)
{
	unsigned i = 0;

	while (i < MST_LISTEN_VLANS - 1 && one->vlans[i] == other->vlans[i])
		i++;
	return one->vlans[i] - other->vlans[i];
}

int mst_vni_compare(const struct mst_listen_host *one, const struct mst_listen_host *other)
{
	if (one->has_vni != other->has_vni)
		return one->has_vni - other->has_vni;
	return one->vni < other->vni ? -1 : one->vni > other->vni;
}

/* By address, then VLAN, then the network of a tunnel; machines without an address come first, by MAC address. */
static int compare(const void *a, const void *b)
{
	const struct mst_listen_host *one = a, *other = b;
	int order = mst_addr_compare(&one->addr, &other->addr);

	if (order == 0)
		order = mst_vlans_compare(one, other);
	if (order == 0)
		order = mst_vni_compare(one, other);
	return order ? order : memcmp(one->mac, other->mac, sizeof one->mac);
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

const char *mst_who_text(const struct mst_listen_host *host, char *text)
{
	if (host->addr.family != MST_NO_FAMILY)
		mst_addr_format(&host->addr, text);
	else
		snprintf(text, MST_ADDR_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", host->mac[0], host->mac[1], host->mac[2],
		         host->mac[3], host->mac[4], host->mac[5]);
	return text;
}

const char *mst_vlans_text(const struct mst_listen_host *host, char *text, size_t size)
{
	text[0] = '\0';
	for (unsigned i = 0; i < host->vlan_count; i++) {
		size_t at = strlen(text);

		snprintf(text + at, size - at, "%s%u", i ? "." : "", host->vlans[i]);
	}
	return text;
}

const char *mst_services_text(const struct mst_listen_host *host, char *text, size_t size)
{
	text[0] = '\0';
	for (unsigned i = 0; i < MST_LISTEN_SERVICES; i++) {
		if (host->services >> i & 1)
			add_item(text, size, mst_listen_service_word(i));
	}
	return text;
}

const char *mst_switch_text(const struct mst_listen_host *host, char *text, size_t size)
{
	text[0] = '\0';
	if (host->switch_port && host->switch_vlan)
		snprintf(text, size, "%s (VLAN %u)", host->switch_port, host->switch_vlan);
	else if (host->switch_port)
		snprintf(text, size, "%s", host->switch_port);
	return text;
}

static void print_host(const struct mst_listen_page *page, const struct mst_listen_host *host, FILE *out)
{
	const char *vendor = host->has_mac ? mst_vendor_of(page->vendors, host->mac) : NULL;
	bool has_addr = host->addr.family != MST_NO_FAMILY;
	char who[MST_ADDR_TEXT], text[1100], packets[32], bytes[32];

	mst_print(out, "%s", mst_who_text(host, who));
	if (!has_addr && vendor)
		mst_print(out, " (%s)", vendor);
	if (host->port_count)
		mst_print(out, " (%s)", mst_ports_text(host, text, sizeof text));
	mst_print(out, ", %s packet%s, %s bytes", mst_write_grouped(packets, sizeof packets, host->packets),
	          host->packets == 1 ? "" : "s", mst_write_grouped(bytes, sizeof bytes, host->bytes));
	if (host->vlan_count)
		mst_print(out, ", VLAN %s", mst_vlans_text(host, text, sizeof text));
	if (host->has_vni)
		fprintf(out, ", VNI %u", host->vni);
	if (has_addr && host->has_mac)
		fprintf(out, ", %02x:%02x:%02x:%02x:%02x:%02x", host->mac[0], host->mac[1], host->mac[2], host->mac[3],
		        host->mac[4], host->mac[5]);
	if (has_addr && vendor)
		mst_print(out, " (%s)", vendor);
	if (host->names[0])
		mst_print(out, ", %s", mst_names_text(host, text, sizeof text));
	if (host->services)
		mst_print(out, ", serves %s", mst_services_text(host, text, sizeof text));
	if (host->switch_port)
		mst_print(out, ", port %s", mst_switch_text(host, text, sizeof text));
	if (host->switch_port && host->switch_interface)
		mst_print(out, " on %s", host->switch_interface);
	fputc('\n', out);
}

uint64_t mst_listen_page_packets(const struct mst_listen_page *page)
{
	uint64_t packets = 0;

	for (size_t i = 0; i < page->count; i++)
		packets += page->hosts[i].packets;
	return packets;
}

void mst_listen_print(const struct mst_listen_page *page, FILE *out)
{
	for (size_t i = 0; i < page->count; i++)
		print_host(page, &page->hosts[i], out);
}

/* Packets besides the frames, and those that are not among the packets of a host in the list. */
static void print_others(const struct mst_listen_counts *counts, FILE *out)
{
	const struct {
		uint64_t count;
		const char *which;
	} others[] = {
		{ counts->tunnelled, "within tunnels" },
		{ counts->unaddressed, "without an address, from machines listed by address" },
		{ counts->not_hosts, "from addresses that no host can have" },
		{ counts->undecoded, "of no known sender" },
		{ counts->forgotten_packets, "from hosts no longer listed" },
	};
	char text[32];

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (others[i].count)
			mst_print(out, ", %s %s", mst_write_grouped(text, sizeof text, others[i].count),
			          others[i].which);
	}
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
	print_others(&counts, out);
	if (counts.forgotten)
		mst_print(out, ", %s host%s dropped to make room (--max-hosts)",
		          mst_write_grouped(text, sizeof text, counts.forgotten), mst_plural(counts.forgotten));
	if (page->events.left_out)
		mst_print(out, ", %s event%s not written (--max-events)",
		          mst_write_grouped(text, sizeof text, page->events.left_out),
		          mst_plural(page->events.left_out));
	fputc('\n', out);
}
