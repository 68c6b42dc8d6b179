/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.c - see page.h: rows and events, for programs. */
#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/common/clock.h"
#include "cli/listen/page.h"
#include "cli/options/lists.h"

#define TIME_TEXT 32
#define MAC_TEXT 18
#define PORT_TEXT 16 /* 65535/udp */

/* What a row points to, while it is made. */
struct texts {
	char addr[MST_ADDR_TEXT], mac[MAC_TEXT], first[TIME_TEXT], last[TIME_TEXT];
	char port_texts[MST_LISTEN_PORTS][PORT_TEXT];
	const char *ports[MST_LISTEN_PORTS];
};

/* What events have reported of a host. */
struct mst_reported {
	uint64_t serial;
	unsigned ports, names;
};

/* As in reports of scans: RFC 3339, UTC, milliseconds. */
static void write_time(char text[TIME_TEXT], uint64_t ns)
{
	time_t seconds = (time_t)(ns / MST_NS_PER_SECOND);
	struct tm utc;
	size_t at;

	text[0] = '\0';
	if (!gmtime_r(&seconds, &utc))
		return;
	at = strftime(text, TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + at, TIME_TEXT - at, ".%03uZ", (unsigned)(ns / MST_NS_PER_MS % 1000));
}

static void write_ports(struct texts *texts, const struct mst_listen_host *host)
{
	for (unsigned i = 0; i < host->port_count; i++) {
		snprintf(texts->port_texts[i], PORT_TEXT, "%u%s", host->ports[i].port,
		         host->ports[i].udp ? "/udp" : "");
		texts->ports[i] = texts->port_texts[i];
	}
}

static unsigned count_names(const struct mst_listen_host *host)
{
	unsigned count = 0;

	while (count < MST_LISTEN_NAMES && host->names[count])
		count++;
	return count;
}

static void fill(struct texts *texts, const struct mst_listen_host *host)
{
	mst_addr_format(&host->addr, texts->addr);
	write_ports(texts, host);
	texts->mac[0] = '\0';
	if (host->has_mac)
		snprintf(texts->mac, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", host->mac[0], host->mac[1],
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
	X("names", mst_list_pair(name, host->names, count_names(host))) \
	X("first_seen", mst_text_pair(name, texts->first)) \
	X("last_seen", mst_text_pair(name, texts->last)) \
	X("more_ports", mst_bool_pair(name, host->more_ports))

static const char *const host_columns[] = { HOST_COLUMNS(MST_ROW_NAME) NULL };
#define HOST_WIDTH (sizeof host_columns / sizeof *host_columns - 1)

static void put_host(struct mst_pair *pairs, const struct texts *texts, const struct mst_listen_host *host,
                     const struct mst_vendors *vendors)
{
	HOST_COLUMNS(MST_ROW_PUT)
}

/* A row with texts of its own: most hosts have hardly any. False without memory; free_row then, too. */
static bool make_row(struct mst_pair *pairs, const struct mst_listen_host *host, const struct mst_vendors *vendors)
{
	struct texts texts;
	bool made = true;

	fill(&texts, host);
	put_host(pairs, &texts, host, vendors);
	for (size_t i = 0; i < HOST_WIDTH; i++) {
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
	for (size_t i = 0; i < HOST_WIDTH; i++)
		mst_option_pair_free(&pairs[i]);
}

int mst_listen_write(struct mst_sheets *sheets, const struct mst_listen_page *page, struct mst_error *err)
{
	struct mst_pairs *rows = mst_sheet_rows(page->count, HOST_WIDTH);
	struct mst_sheet_table table = { "hosts", "total", host_columns, rows, page->count };
	struct mst_listen_counts counts;
	struct mst_pair summary[7];
	struct mst_sheet_content content = { .summary = { summary, 7 }, .tables = &table, .count = 1 };
	bool made = rows != NULL;
	size_t filled = 0;
	int code;

	mst_listen_get_counts(page->listen, &counts);
	summary[0] = mst_count_pair("hosts", page->count);
	summary[1] = mst_count_pair("packets", counts.packets);
	summary[2] = mst_count_pair("dropped", counts.dropped);
	summary[3] = mst_count_pair("undecoded", counts.undecoded);
	summary[4] = mst_count_pair("forgotten", counts.forgotten);
	summary[5] = mst_count_pair("events_left_out", page->events.left_out);
	summary[6] = mst_text_pair("source", mst_listen_sources(page->listen));
	for (; made && filled < page->count; filled++)
		made = make_row((struct mst_pair *)rows[filled].pairs, &page->hosts[filled], page->vendors);
	code = made ? mst_sheets_write(sheets, &content, err) : mst_fail(err, -ENOMEM, "no memory for the report");
	for (size_t i = 0; i < filled; i++)
		free_row(rows[i].pairs);
	free(rows);
	return code;
}

/* ---- events ---- */

static struct mst_reported *find_reported(const struct mst_listen_page *page, uint64_t serial)
{
	size_t low = 0, high = page->reported_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (page->reported[middle].serial < serial)
			low = middle + 1;
		else
			high = middle;
	}
	return low < page->reported_count && page->reported[low].serial == serial ? &page->reported[low] : NULL;
}

/* Whether there may be one more event; the first that may not be is told. */
static bool may_write(struct mst_listen_page *page)
{
	if (mst_budget_take(&page->events, mst_ticks_ns()))
		return true;
	if (mst_budget_just_ended(&page->events))
		mst_print(stderr,
		          "muster listen: more than %" PRIu64
		          " event%s of hosts, ports and names in a day: further ones are only counted (--max-events)\n",
		          page->events.most, mst_plural(page->events.most));
	return false;
}

static int report_host(struct mst_sheets *sheets, const struct mst_listen_page *page,
                       const struct mst_listen_host *host, struct mst_error *err)
{
	struct mst_pair pairs[HOST_WIDTH];
	struct texts texts;

	fill(&texts, host);
	put_host(pairs, &texts, host, page->vendors);
	return mst_sheets_event(sheets, "host", (struct mst_pairs){ pairs, HOST_WIDTH }, err);
}

/* One fact of a host that has been reported before. */
static int tell_fact(struct mst_sheets *sheets, const struct mst_listen_host *host, const char *type,
                     struct mst_pair fact, struct mst_error *err)
{
	struct texts texts;
	struct mst_pair pairs[3];

	fill(&texts, host);
	pairs[0] = mst_text_pair("addr", texts.addr);
	pairs[1] = fact;
	pairs[2] = mst_text_pair("last_seen", texts.last);
	return mst_sheets_event(sheets, type, (struct mst_pairs){ pairs, 3 }, err);
}

/* A picture has ports in ascending order: when there are more of them, all are reported. */
static int report_news(struct mst_sheets *sheets, struct mst_listen_page *page, const struct mst_listen_host *host,
                       const struct mst_reported *reported, struct mst_error *err)
{
	struct texts texts;
	int code = 0;

	write_ports(&texts, host);
	if (host->port_count > reported->ports && may_write(page))
		code = tell_fact(sheets, host, "ports", mst_list_pair("ports", texts.ports, host->port_count), err);
	for (unsigned i = reported->names; code == 0 && i < count_names(host); i++) {
		if (may_write(page))
			code = tell_fact(sheets, host, "name", mst_text_pair("name", host->names[i]), err);
	}
	return code;
}

static int compare_reported(const void *a, const void *b)
{
	const struct mst_reported *one = a, *other = b;

	return one->serial < other->serial ? -1 : one->serial > other->serial;
}

/* What has been reported now: exactly of the hosts there are. */
static int note_told(struct mst_listen_page *page)
{
	struct mst_reported *reported = page->reported;

	if (page->count > page->told_room) {
		reported = reallocarray(page->reported, page->count, sizeof *reported);
		if (!reported)
			return -ENOMEM;
		page->reported = reported;
		page->told_room = page->count;
	}
	for (size_t i = 0; i < page->count; i++)
		reported[i] = (struct mst_reported){
			page->hosts[i].serial,
			page->hosts[i].port_count,
			count_names(&page->hosts[i]),
		};
	page->reported_count = page->count;
	if (page->count)
		qsort(reported, page->count, sizeof *reported, compare_reported);
	return 0;
}

int mst_listen_tell(struct mst_sheets *sheets, struct mst_listen_page *page, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < page->count && sheets->count; i++) {
		const struct mst_reported *reported = find_reported(page, page->hosts[i].serial);

		if (reported)
			code = report_news(sheets, page, &page->hosts[i], reported, err);
		else if (may_write(page))
			code = report_host(sheets, page, &page->hosts[i], err);
	}
	if (code == 0 && note_told(page) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for what has been reported");
	return code;
}
