/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_past.c - see page_past.h.
 *
 *     rounds of a day ─► rounds, half hours; those after the last hour that was summed up ─┐
 *     hours of a month ────────────────────────────────────────────────────────────────────┴─► days
 */
#include "watch/page_past.h"

#include "base/clock.h"

#define HOUR_NS (3600 * MST_NS_PER_SECOND)

struct filling {
	struct mst_recent *recent;
	const struct mst_roster *roster;
	uint64_t summed_ns; /* hours that begin before this are in the file's hours */
};

/* SIZE_MAX: it is not watched any more. */
static size_t item_of(const struct filling *filling, const struct mst_watch_record *record)
{
	const struct mst_watch_item *item = mst_roster_find(filling->roster, &record->addr, record->port);

	return item ? (size_t)(item - filling->roster->items) : SIZE_MAX;
}

static void take_hour(void *user, const struct mst_watch_span *span)
{
	struct filling *filling = user;
	size_t item = item_of(filling, span->record);

	if (span->begin_ns + HOUR_NS > filling->summed_ns)
		filling->summed_ns = span->begin_ns + HOUR_NS;
	if (item != SIZE_MAX)
		mst_recent_fill_span(filling->recent, item, span);
}

static void take_round(void *user, const struct mst_watch_span *span)
{
	struct filling *filling = user;
	size_t item = item_of(filling, span->record);

	if (item != SIZE_MAX)
		mst_recent_fill_round(filling->recent, item, span, span->begin_ns >= filling->summed_ns);
}

int mst_page_past_read(struct mst_recent *recent, const struct mst_roster *roster, const char *path, uint64_t now_ns,
                       struct mst_error *err)
{
	struct filling filling = { .recent = recent, .roster = roster };
	uint64_t month_ns = (MST_RECENT_DAYS - 1) * MST_RECENT_DAY_NS, today_ns = now_ns - now_ns % MST_RECENT_DAY_NS;
	struct mst_watch_history history = { 0 };
	int code = mst_watch_history_read(&history, path, err);

	if (code == 0)
		code = mst_watch_history_spans(&history, path, MST_WATCH_HOURS,
		                               today_ns > month_ns ? today_ns - month_ns : 0, now_ns, take_hour,
		                               &filling, err);
	if (code == 0)
		code = mst_watch_history_spans(&history, path, MST_WATCH_ROUNDS,
		                               now_ns > MST_RECENT_DAY_NS ? now_ns - MST_RECENT_DAY_NS : 0, now_ns + 1,
		                               take_round, &filling, err);
	mst_watch_history_free(&history);
	return code;
}
