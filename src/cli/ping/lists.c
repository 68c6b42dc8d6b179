/* SPDX-License-Identifier: BSD-2-Clause */
/* lists.c - see page.h: a line for each host, for scripts. */
#include <errno.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ping/page.h"

#define TIMES_MOST (16 << 20)

int mst_ping_page_keep_times(struct mst_ping_page *page, uint32_t each, struct mst_error *err)
{
	size_t count = page->hosts->count * (size_t)each;

	if (count > TIMES_MOST)
		return mst_fail(err, -EINVAL, "--times %u: too many for %zu host%s; expected at most %zu", each,
		                page->hosts->count, mst_plural(page->hosts->count), TIMES_MOST / page->hosts->count);
	page->times = malloc(count * sizeof *page->times);
	if (!page->times)
		return mst_fail(err, -ENOMEM, "no memory for %zu time%s", count, mst_plural(count));
	page->times_each = each;
	for (size_t i = 0; i < count; i++)
		page->times[i] = MST_PING_LOST;
	return 0;
}

void mst_ping_page_free(struct mst_ping_page *page)
{
	free(page->times);
	page->times = NULL;
}

void mst_ping_note_time(struct mst_ping_page *page, const struct mst_ping_event *event)
{
	double *time;

	if (!page->times || event->sequence < 1 || event->sequence > page->times_each)
		return;
	time = &page->times[event->host * (size_t)page->times_each + event->sequence - 1];
	if (event->happening == MST_PING_REPLY)
		*time = event->rtt_ns < 0 ? MST_PING_UNTIMED : (double)event->rtt_ns;
	else if (event->happening == MST_PING_NOT_SENT)
		*time = MST_PING_UNSENT;
}

void mst_ping_print_times(const struct mst_ping_page *page, FILE *out)
{
	int width = 0;

	for (size_t i = 0; i < page->hosts->count; i++) {
		int length = (int)strlen(page->hosts->names[i]);

		width = length > width ? length : width;
	}
	for (size_t i = 0; i < page->hosts->count; i++) {
		const double *times = page->times + i * page->times_each;

		mst_print(out, "%-*s :", width, page->hosts->names[i]);
		for (uint32_t k = 0; k < page->times_each; k++) {
			char text[32];

			mst_print(out, " %s",
			          times[k] == MST_PING_LOST      ? "-"
			          : times[k] == MST_PING_UNSENT  ? "!"
			          : times[k] == MST_PING_UNTIMED ? "?"
			                                         : mst_milliseconds(times[k], text, sizeof text));
		}
		fputc('\n', out);
	}
}

void mst_ping_print_addresses(const struct mst_ping_page *page, bool alive, FILE *out)
{
	for (size_t i = 0; i < page->hosts->count; i++) {
		struct mst_ping_stats stats;
		char addr[MST_ADDR_TEXT], time[32];

		mst_ping_get_stats(page->ping, (uint32_t)i, &stats);
		mst_addr_format(&page->hosts->addrs[i], addr);
		if ((stats.received > 0) != alive)
			continue;
		mst_print(out, "%s", addr);
		if (page->elapsed && stats.timed)
			mst_print(out, " (%s ms)", mst_milliseconds(stats.avg_ns, time, sizeof time));
		fputc('\n', out);
	}
}

void mst_ping_print_dot(const struct mst_ping_event *event, FILE *out)
{
	switch (event->happening) {
	case MST_PING_REQUEST: fputs(".", out); break;
	case MST_PING_REPLY: fputs("\b \b", out); break;
	case MST_PING_ERROR: fputs("\bE", out); break;
	case MST_PING_CORRUPT: fputs("\bC", out); break;
	default: break;
	}
}

void mst_ping_print_interim(const struct mst_ping_page *page, FILE *out)
{
	for (size_t i = 0; i < page->hosts->count; i++) {
		struct mst_ping_stats stats;
		uint64_t sent, lost;

		mst_ping_get_stats(page->ping, (uint32_t)i, &stats);
		sent = stats.sent + stats.waiting; /* ping(8) counts those under way, too */
		lost = sent > stats.received ? sent - stats.received : 0;
		if (page->hosts->count > 1)
			mst_print(out, "%s: ", page->hosts->names[i]);
		fprintf(out, "%llu/%llu packets", (unsigned long long)stats.received, (unsigned long long)sent);
		if (sent)
			fprintf(out, ", %llu%% loss", (unsigned long long)(100 * lost / sent));
		if (stats.timed)
			fprintf(out, ", min/avg/ewma/max = %.3f/%.3f/%.3f/%.3f ms", stats.min_ns / 1e6,
			        stats.avg_ns / 1e6, stats.ewma_ns / 1e6, stats.max_ns / 1e6);
		fputc('\n', out);
	}
	fflush(out);
}
