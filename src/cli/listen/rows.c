/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.c - see rows.h: rows of reports, and the summary. */
#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/common/clock.h"
#include "cli/listen/rows.h"
#include "cli/options/lists.h"

/* As in reports of scans: RFC 3339, UTC, milliseconds. */
static void write_time(char text[MST_TIME_TEXT], uint64_t ns)
{
	time_t seconds = (time_t)(ns / MST_NS_PER_SECOND);
	struct tm utc;
	size_t at;

	text[0] = '\0';
	if (!gmtime_r(&seconds, &utc))
		return;
	at = strftime(text, MST_TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + at, MST_TIME_TEXT - at, ".%03uZ", (unsigned)(ns / MST_NS_PER_MS % 1000));
}

static void write_ports(struct mst_listen_texts *texts, const struct mst_listen_host *host)
{
	for (unsigned i = 0; i < host->port_count; i++) {
		snprintf(texts->port_texts[i], MST_PORT_TEXT, "%u%s", host->ports[i].port,
		         host->ports[i].udp ? "/udp" : "");
		texts->ports[i] = texts->port_texts[i];
	}
}

static void write_services(struct mst_listen_texts *texts, const struct mst_listen_host *host)
{
	texts->service_count = 0;
	for (unsigned i = 0; i < MST_LISTEN_SERVICES; i++) {
		if (host->services >> i & 1)
			texts->services[texts->service_count++] = mst_listen_service_word(i);
	}
}

static void write_vlans(struct mst_listen_texts *texts, const struct mst_listen_host *host)
{
	for (unsigned i = 0; i < host->vlan_count; i++) {
		snprintf(texts->vlan_texts[i], MST_VLAN_TEXT, "%u", host->vlans[i]);
		texts->vlans[i] = texts->vlan_texts[i];
	}
}

unsigned mst_listen_count_names(const struct mst_listen_host *host)
{
	unsigned count = 0;

	while (count < MST_LISTEN_NAMES && host->names[count])
		count++;
	return count;
}

void mst_listen_fill(struct mst_listen_texts *texts, const struct mst_listen_host *host)
{
	mst_addr_format(&host->addr, texts->addr);
	write_ports(texts, host);
	write_services(texts, host);
	write_vlans(texts, host);
	texts->mac[0] = '\0';
	if (host->has_mac)
		snprintf(texts->mac, MST_MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", host->mac[0], host->mac[1],
		         host->mac[2], host->mac[3], host->mac[4], host->mac[5]);
	write_time(texts->first, host->first_ns);
	write_time(texts->last, host->last_ns);
}

#define HOST_COLUMNS(X) \
	X("addr", mst_text_pair(name, texts->addr)) \
	X("ports", mst_list_pair(name, texts->ports, host->port_count)) \
	X("packets", mst_count_pair(name, host->packets)) \
	X("bytes", mst_count_pair(name, host->bytes)) \
	X("mac", mst_text_pair(name, texts->mac)) \
	X("vendor", mst_text_pair(name, host->has_mac ? mst_vendor_of(vendors, host->mac) : NULL)) \
	X("names", mst_list_pair(name, host->names, mst_listen_count_names(host))) \
	X("first_seen", mst_text_pair(name, texts->first)) \
	X("last_seen", mst_text_pair(name, texts->last)) \
	X("more_ports", mst_bool_pair(name, host->more_ports)) \
	X("vlan", mst_list_pair(name, texts->vlans, host->vlan_count)) \
	X("services", mst_list_pair(name, texts->services, texts->service_count)) \
	X("switch_port", mst_text_pair(name, host->switch_port)) \
	X("switch_vlan", host->switch_vlan ? mst_count_pair(name, host->switch_vlan) : mst_text_pair(name, NULL)) \
	X("switch_interface", mst_text_pair(name, host->switch_interface)) \
	X("vni", host->has_vni ? mst_count_pair(name, host->vni) : mst_text_pair(name, NULL))

static const char *const host_columns[] = { HOST_COLUMNS(MST_ROW_NAME) NULL };
_Static_assert(sizeof host_columns / sizeof *host_columns - 1 == MST_LISTEN_WIDTH, "rows.h knows the width");

void mst_listen_put_host(struct mst_pair *pairs, const struct mst_listen_texts *texts,
                         const struct mst_listen_host *host, const struct mst_vendors *vendors)
{
	HOST_COLUMNS(MST_ROW_PUT)
}

/* A row with texts of its own: most hosts have hardly any. False without memory; free_row then, too. */
static bool make_row(struct mst_pair *pairs, const struct mst_listen_host *host, const struct mst_vendors *vendors)
{
	struct mst_listen_texts texts;
	bool made = true;

	mst_listen_fill(&texts, host);
	mst_listen_put_host(pairs, &texts, host, vendors);
	for (size_t i = 0; i < MST_LISTEN_WIDTH; i++) {
		if (pairs[i].kind == MST_PAIR_LIST)
			mst_pair_of_items(&pairs[i], pairs[i].list.items, pairs[i].list.count, '\0');
		else if (pairs[i].kind == MST_PAIR_TEXT && pairs[i].text)
			pairs[i].text = strdup(pairs[i].text);
		else
			continue;
		made = made && mst_option_pair_made(&pairs[i]);
	}
	return made;
}

static void free_row(const struct mst_pair *pairs)
{
	for (size_t i = 0; i < MST_LISTEN_WIDTH; i++)
		mst_option_pair_free(&pairs[i]);
}

/* packets + tunnelled is the sum of host_packets and of the four that follow it: see mst_listen_counts. */
#define SUMMARY(X) \
	X("hosts", mst_count_pair(name, page->count)) \
	X("packets", mst_count_pair(name, counts.packets)) \
	X("tunnelled", mst_count_pair(name, counts.tunnelled)) \
	X("host_packets", mst_count_pair(name, mst_listen_page_packets(page))) \
	X("unaddressed", mst_count_pair(name, counts.unaddressed)) \
	X("not_hosts", mst_count_pair(name, counts.not_hosts)) \
	X("undecoded", mst_count_pair(name, counts.undecoded)) \
	X("forgotten_packets", mst_count_pair(name, counts.forgotten_packets)) \
	X("dropped", mst_count_pair(name, counts.dropped)) \
	X("forgotten", mst_count_pair(name, counts.forgotten)) \
	X("events_left_out", mst_count_pair(name, page->events.left_out)) \
	X("source", mst_text_pair(name, mst_listen_sources(page->listen)))

#define ONE_MORE(name, pair) +1
enum { SUMMARY_WIDTH = 0 SUMMARY(ONE_MORE) };

static void put_summary(struct mst_pair *pairs, const struct mst_listen_page *page)
{
	struct mst_listen_counts counts;

	mst_listen_get_counts(page->listen, &counts);
	SUMMARY(MST_ROW_PUT)
}

int mst_listen_write(struct mst_sheets *sheets, const struct mst_listen_page *page, struct mst_error *err)
{
	struct mst_pairs *rows = mst_sheet_rows(page->count, MST_LISTEN_WIDTH);
	struct mst_sheet_table table = {
		.name = "hosts", .record = "total", .columns = host_columns, .rows = rows, .count = page->count
	};
	struct mst_pair summary[SUMMARY_WIDTH];
	struct mst_sheet_content content = { .summary = { summary, SUMMARY_WIDTH }, .tables = &table, .count = 1 };
	bool made = rows != NULL;
	size_t filled = 0;
	int code;

	put_summary(summary, page);
	for (; made && filled < page->count; filled++)
		made = make_row((struct mst_pair *)rows[filled].pairs, &page->hosts[filled], page->vendors);
	code = made ? mst_sheets_write(sheets, &content, err) : mst_fail(err, -ENOMEM, "no memory for the report");
	for (size_t i = 0; i < filled; i++)
		free_row(rows[i].pairs);
	free(rows);
	return code;
}
