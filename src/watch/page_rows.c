/* SPDX-License-Identifier: BSD-2-Clause */
/* page_rows.c - see page_rows.h. */
#include "watch/page_rows.h"

#include <muster/targets.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>

#include "html/strip.h"
#include "watch/page_time.h"

const char *mst_page_mood_name(enum mst_page_mood mood)
{
	static const char *const names[] = {
#define NAME(constant, word) word,
		MST_PAGE_MOODS(NAME)
#undef NAME
	};

	return names[mood];
}

enum mst_page_mood mst_page_mood_of(const struct mst_page_view *view, const struct mst_watch_item *item)
{
	bool down = item->standing == MST_WATCH_INACTIVE;

	if (item->standing == MST_WATCH_UNDECIDED)
		return view->round.number && !view->ended ? MST_PAGE_UNKNOWN : MST_PAGE_UNDECIDED;
	if (view->ended || !item->known)
		return down && item->asleep ? MST_PAGE_ASLEEP : MST_PAGE_UNKNOWN;
	if (item->flapping)
		return MST_PAGE_FLAPPING;
	return !down ? MST_PAGE_UP : item->asleep ? MST_PAGE_ASLEEP : MST_PAGE_DOWN;
}

bool mst_page_shows(const struct mst_watch_item *item)
{
	return !item->port || item->first_seen != MST_WATCH_NEVER;
}

/* ---- which, and in which order ---- */

struct candidate {
	size_t item;
	enum mst_page_mood mood;
	double missed; /* the share of its rounds */
	uint64_t turns;
};

static int by_trouble(const void *a, const void *b)
{
	const struct candidate *one = a, *other = b;

	if (one->mood != other->mood)
		return one->mood < other->mood ? -1 : 1;
	if (one->missed < other->missed || one->missed > other->missed)
		return one->missed > other->missed ? -1 : 1;
	if (one->turns != other->turns)
		return one->turns > other->turns ? -1 : 1;
	return (one->item > other->item) - (one->item < other->item);
}

static struct candidate candidate_of(const struct mst_page_view *view, size_t item)
{
	const struct mst_watch_item *at = &view->items[item];
	uint64_t missed = at->rounds_asked - at->rounds_up;

	return (struct candidate){
		.item = item,
		.mood = mst_page_mood_of(view, at),
		/* Hosts that were never up are no trouble among those that are not down. */
		.missed = at->rounds_up ? (double)missed / (double)at->rounds_asked : 0,
		.turns = at->turns,
	};
}

bool mst_page_rows_choose(struct mst_page_rows *rows, const struct mst_page_view *view)
{
	struct candidate *all = calloc(view->count + 1, sizeof *all);

	*rows = (struct mst_page_rows){ .at = calloc(MST_PAGE_ROWS_MAX, sizeof *rows->at) };
	if (!all || !rows->at) {
		free(all);
		return false;
	}
	for (size_t i = 0; i < view->count; i++) {
		if (mst_page_shows(&view->items[i]))
			all[rows->all++] = candidate_of(view, i);
	}
	if (rows->all > MST_PAGE_ROWS_MAX)
		qsort(all, rows->all, sizeof *all, by_trouble);
	for (; rows->count < rows->all && rows->count < MST_PAGE_ROWS_MAX; rows->count++) {
		rows->at[rows->count] = all[rows->count].item;
		rows->ports |= view->items[all[rows->count].item].port != 0;
	}
	free(all);
	return true;
}

void mst_page_rows_free(struct mst_page_rows *rows)
{
	free(rows->at);
	*rows = (struct mst_page_rows){ 0 };
}

/* ---- cells ---- */

static void put_host(struct mst_ink *ink, const struct mst_page_rows *rows, const struct mst_page_view *view,
                     const struct mst_watch_item *item)
{
	const char *name = view->targets ? mst_targets_name(view->targets, &item->addr) : NULL;
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&item->addr, addr);
	mst_ink_put(ink, "<th scope=\"row\">");
	mst_ink_words(ink, addr);
	if (name) {
		mst_ink_put(ink, " <small>");
		mst_ink_words(ink, name);
		mst_ink_put(ink, "</small>");
	}
	mst_ink_put(ink, "</th>");
	if (rows->ports && item->port)
		mst_ink_format(ink, "<td class=\"n\">%u</td>", item->port);
	else if (rows->ports)
		mst_ink_put(ink, "<td></td>");
}

/* Why it is as it is. */
static const char *reason_of(const struct mst_watch_item *item, enum mst_page_mood mood)
{
	if (item->held)
		return "silent with others";
	return mood == MST_PAGE_UNDECIDED || item->standing == MST_WATCH_UNDECIDED ? "" : mst_reason_name(item->reason);
}

static void put_state(struct mst_ink *ink, const struct mst_page_view *view, const struct mst_watch_item *item)
{
	enum mst_page_mood mood = mst_page_mood_of(view, item);
	const char *word = mood == MST_PAGE_UP || mood == MST_PAGE_DOWN ? mst_state_name(item->stood)
	                                                                : mst_page_mood_name(mood);
	uint64_t since_ns = mst_clocks_wall_of(&view->clocks, item->since);

	mst_ink_format(ink, "<td><b class=\"s\" data-s=\"%s\">%s</b> <small>%s</small></td><td class=\"n\">",
	               mst_page_mood_name(mood), word, reason_of(item, mood));
	if (since_ns && item->standing != MST_WATCH_UNDECIDED && view->written_ns > since_ns) {
		char text[MST_PAGE_TIME], lasted[64];

		mst_ink_format(ink, "<span title=\"since %s\">%s</span>", mst_page_time(text, since_ns),
		               mst_write_duration(lasted, sizeof lasted, view->written_ns - since_ns));
	}
	mst_ink_put(ink, "</td>");
}

static void put_rounds(struct mst_ink *ink, const struct mst_page_view *view, size_t item)
{
	uint16_t rounds[MST_RECENT_ROUNDS];
	struct mst_html_bar bars[MST_RECENT_ROUNDS];
	int64_t times_ns[MST_RECENT_ROUNDS];

	mst_recent_rounds(view->recent, item, rounds);
	for (size_t i = 0; i < MST_RECENT_ROUNDS; i++) {
		uint8_t state = mst_past_state(rounds[i]);

		bars[i] = (struct mst_html_bar){ state != MST_STATE_COUNT, state != MST_UNKNOWN,
			                         state == MST_UP || state == MST_OPEN };
		times_ns[i] = mst_past_rtt_ns(rounds[i]);
		if (state == MST_STATE_COUNT)
			times_ns[i] = -1;
	}
	mst_ink_put(ink, "<td>");
	mst_html_strip_draw(ink, bars, MST_RECENT_ROUNDS, "rounds");
	mst_html_line_draw(ink, times_ns, MST_RECENT_ROUNDS);
	mst_ink_put(ink, "</td>");
}

static void put_time(struct mst_ink *ink, const struct mst_page_view *view, const struct mst_watch_item *item)
{
	char text[64];

	mst_ink_put(ink, "<td class=\"n\">");
	if (mst_page_mood_of(view, item) == MST_PAGE_UP && item->strip_up & 1 && item->rtt_ns >= 0)
		mst_ink_words(ink, mst_write_duration(text, sizeof text, (uint64_t)item->rtt_ns));
	mst_ink_put(ink, "</td>");
}

/* "99.31 %"; never 100 % where anything was missed. */
static void put_share(struct mst_ink *ink, uint64_t up, uint64_t known)
{
	double percent = known ? 100.0 * (double)up / (double)known : 0;

	mst_ink_put(ink, "<td class=\"n\">");
	if (known && up == known)
		mst_ink_put(ink, "100 %");
	else if (known)
		mst_ink_format(ink, "%.2f %%", percent > 99.99 ? 99.99 : percent);
	mst_ink_put(ink, "</td>");
}

/* A strip, a line where there are times, and the share that was up. */
static void put_spans(struct mst_ink *ink, const struct mst_recent_ring *ring, size_t item, const char *of)
{
	struct mst_recent_span spans[MST_RECENT_HALF_HOURS];
	struct mst_html_bar bars[MST_RECENT_HALF_HOURS];
	int64_t times_ns[MST_RECENT_HALF_HOURS];
	uint64_t known = 0, up = 0;

	if (!mst_recent_spans(ring, item, spans))
		return;
	for (size_t i = 0; i < ring->length; i++) {
		bars[i] = (struct mst_html_bar){ spans[i].known + spans[i].unknown > 0, spans[i].known, spans[i].up };
		times_ns[i] = mst_recent_time_ns(&spans[i]);
		known += spans[i].known;
		up += spans[i].up;
	}
	mst_ink_put(ink, "<td>");
	mst_html_strip_draw(ink, bars, ring->length, of);
	if (ring->length == MST_RECENT_HALF_HOURS)
		mst_html_line_draw(ink, times_ns, ring->length);
	mst_ink_put(ink, "</td>");
	put_share(ink, up, known);
}

/* ---- the table ---- */

static void put_row(struct mst_ink *ink, const struct mst_page_rows *rows, const struct mst_page_view *view,
                    size_t index)
{
	const struct mst_watch_item *item = &view->items[index];

	mst_ink_put(ink, mst_page_mood_of(view, item) <= MST_PAGE_FLAPPING ? "<tr data-bad>" : "<tr>");
	put_host(ink, rows, view, item);
	put_state(ink, view, item);
	put_rounds(ink, view, index);
	put_time(ink, view, item);
	put_spans(ink, &view->recent->day, index, "half hours");
	put_spans(ink, &view->recent->month, index, "days");
	put_share(ink, item->rounds_up, item->rounds_asked);
	mst_ink_put(ink, "</tr>");
	mst_ink_line(ink);
}

static void put_head(struct mst_ink *ink, const struct mst_page_rows *rows, const struct mst_page_view *view)
{
	mst_ink_put(ink, "<thead><tr><th scope=\"col\">Host</th>");
	mst_ink_put(ink, rows->ports ? "<th scope=\"col\" class=\"n\">Port</th>" : "");
	mst_ink_format(ink,
	               "<th scope=\"col\">State</th><th scope=\"col\" class=\"n\">For</th>"
	               "<th scope=\"col\">Last %d rounds</th><th scope=\"col\" class=\"n\">Round trip</th>",
	               MST_RECENT_ROUNDS);
	if (view->recent->day.at)
		mst_ink_put(ink, "<th scope=\"col\">24 hours</th><th scope=\"col\" class=\"n\">Up in these</th>"
		                 "<th scope=\"col\">31 days</th><th scope=\"col\" class=\"n\">Up in these</th>");
	mst_ink_put(ink, "<th scope=\"col\" class=\"n\">Up in all rounds</th></tr></thead><tbody>");
	mst_ink_line(ink);
}

void mst_page_rows_draw(struct mst_ink *ink, const struct mst_page_rows *rows, const struct mst_page_view *view)
{
	mst_ink_put(ink, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of hosts\">"
	                 "<table id=\"hosts\"><caption>Hosts, their states and their past</caption>");
	put_head(ink, rows, view);
	for (size_t i = 0; i < rows->count; i++)
		put_row(ink, rows, view, rows->at[i]);
	mst_ink_put(ink, "</tbody></table></div>");
	mst_ink_line(ink);
}
