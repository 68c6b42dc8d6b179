/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.c - see page.h: for programs. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ping/page.h"

/* Milliseconds to the nanosecond; nothing without replies. */
static double ms_of(const struct mst_ping_stats *stats, double ns)
{
	return stats->timed ? round(ns) / 1e6 : NAN;
}

static double loss_of(const struct mst_ping_stats *stats)
{
	if (!stats->sent)
		return NAN;
	return stats->sent > stats->received
	               ? round(1e4 * (double)(stats->sent - stats->received) / (double)stats->sent) / 100
	               : 0;
}

#define HOST_COLUMNS(X) \
	X("host", mst_text_pair(name, host)) \
	X("addr", mst_text_pair(name, addr)) \
	X("sent", mst_count_pair(name, stats->sent)) \
	X("received", mst_count_pair(name, stats->received)) \
	X("loss_percent", mst_real_pair(name, loss_of(stats))) \
	X("duplicates", mst_count_pair(name, stats->duplicates)) \
	X("corrupt", mst_count_pair(name, stats->corrupt)) \
	X("errors", mst_count_pair(name, stats->errors)) \
	X("min_ms", mst_real_pair(name, ms_of(stats, stats->min_ns))) \
	X("avg_ms", mst_real_pair(name, ms_of(stats, stats->avg_ns))) \
	X("max_ms", mst_real_pair(name, ms_of(stats, stats->max_ns))) \
	X("mdev_ms", mst_real_pair(name, ms_of(stats, stats->mdev_ns))) \
	X("median_ms", mst_real_pair(name, ms_of(stats, stats->median_ns))) \
	X("p95_ms", mst_real_pair(name, ms_of(stats, stats->p95_ns))) \
	X("not_sent", mst_count_pair(name, stats->not_sent)) \
	X("not_sent_reason", mst_text_pair(name, stats->not_sent ? mst_ping_reason(stats->error) : NULL)) \
	X("altered", mst_count_pair(name, stats->altered)) \
	X("other_address", mst_count_pair(name, stats->other_address))

static const char *const host_columns[] = { HOST_COLUMNS(MST_ROW_NAME) NULL };
#define HOST_WIDTH (sizeof host_columns / sizeof *host_columns - 1)

static void put_host(struct mst_pair *pairs, const char *host, const char *addr, const struct mst_ping_stats *stats)
{
	HOST_COLUMNS(MST_ROW_PUT)
}

int mst_ping_write(struct mst_sheets *sheets, const struct mst_ping_page *page, struct mst_error *err)
{
	size_t count = page->hosts->count, answered = 0;
	struct mst_pairs *rows = mst_sheet_rows(count, HOST_WIDTH);
	char(*addrs)[MST_ADDR_TEXT] = calloc(count + 1, sizeof *addrs);
	struct mst_sheet_table table = {
		.name = "hosts", .record = "total", .columns = host_columns, .rows = rows, .count = count
	};
	struct mst_pair summary[3];
	struct mst_sheet_content content = { .summary = { summary, 3 }, .tables = &table, .count = 1 };
	int code;

	for (size_t i = 0; rows && addrs && i < count; i++) {
		struct mst_ping_stats stats;

		mst_ping_get_stats(page->ping, (uint32_t)i, &stats);
		mst_addr_format(&page->hosts->addrs[i], addrs[i]);
		put_host((struct mst_pair *)rows[i].pairs, page->hosts->names[i], addrs[i], &stats);
		answered += stats.received > 0;
	}
	summary[0] = mst_count_pair("hosts", count);
	summary[1] = mst_count_pair("answered", answered);
	summary[2] = mst_text_pair("via", mst_ping_via_name(mst_ping_via_used(page->ping)));
	code = rows && addrs ? mst_sheets_write(sheets, &content, err)
	                     : mst_fail(err, -ENOMEM, "no memory for the report");
	free(rows);
	free(addrs);
	return code;
}

/* A parameter problem; the pointer can be 0. */
static bool has_pointer(const struct mst_ping_event *event, enum mst_family family)
{
	enum { PARAMETER_PROBLEM = 12, PARAMETER_PROBLEM6 = 4 };

	return event->happening == MST_PING_ERROR &&
	       event->icmp_type == (family == MST_IPV6 ? PARAMETER_PROBLEM6 : PARAMETER_PROBLEM);
}

int mst_ping_write_event(struct mst_sheets *sheets, const struct mst_ping_page *page,
                         const struct mst_ping_event *event, struct mst_error *err)
{
	static const char *const types[] = {
		[MST_PING_REPLY] = "reply",       [MST_PING_DUPLICATE] = "duplicate", [MST_PING_CORRUPT] = "corrupt",
		[MST_PING_ERROR] = "error",       [MST_PING_TIMEOUT] = "timeout",     [MST_PING_NOT_SENT] = "not-sent",
		[MST_PING_REDIRECT] = "redirect", [MST_PING_PENDING] = "pending",     [MST_PING_REQUEST] = "request",
	};
	char from[MST_ADDR_TEXT];
	char asked[MST_ADDR_TEXT];
	char gateway[MST_ADDR_TEXT];
	struct mst_pair pairs[16] = {
		mst_text_pair("host", page->hosts->names[event->host]),
		mst_count_pair("seq", event->sequence),
		mst_text_pair("from", from),
		mst_real_pair("rtt_ms", event->rtt_ns < 0 ? NAN : (double)event->rtt_ns / 1e6),
		mst_count_pair("ttl", event->ttl),
		mst_count_pair("icmp_type", event->icmp_type),
		mst_count_pair("icmp_code", event->icmp_code),
	};
	size_t count = event->happening == MST_PING_ERROR || event->happening == MST_PING_REDIRECT ? 7 : 5;

	mst_addr_format(&page->hosts->addrs[event->host], asked);
	pairs[count++] = mst_text_pair("addr", asked);
	if (event->happening == MST_PING_REPLY || event->happening == MST_PING_DUPLICATE) {
		pairs[count++] = mst_text_pair("payload",
		                               page->tcp_port ? NULL : mst_ping_payload_name(event->payload));
		pairs[count++] = mst_bool_pair("other_address", event->other_address);
	}
	if (event->happening == MST_PING_NOT_SENT)
		pairs[count++] = mst_text_pair("reason", mst_ping_reason(event->error));

	if (event->mtu)
		pairs[count++] = mst_count_pair("mtu", event->mtu);
	if (has_pointer(event, page->hosts->addrs[event->host].family))
		pairs[count++] = mst_count_pair("pointer", event->pointer);
	mst_addr_format(&event->gateway, gateway);
	if (*gateway)
		pairs[count++] = mst_text_pair("gateway", gateway);
	mst_addr_format(&event->from, from);
	if (!*from)
		pairs[2].text = NULL;
	else
		pairs[2].text = from;
	return mst_sheets_event(sheets, types[event->happening], (struct mst_pairs){ pairs, count }, err);
}
