/* SPDX-License-Identifier: BSD-2-Clause */
/* page_view.c - see page_view.h. */
#include "watch/page_view.h"

#include <inttypes.h>
#include <muster/targets.h>
#include <muster/units.h>

#include "html/page.h"
#include "watch/page_rows.h"
#include "watch/page_time.h"

#define REFRESH_MIN_S 1
#define REFRESH_MAX_S 3600
#define LISTED_MAX 30 /* hosts that are down, by name in front */

static unsigned refresh_of(const struct mst_page_view *view)
{
	uint64_t seconds = (view->every_ns + MST_NS_PER_SECOND - 1) / MST_NS_PER_SECOND;

	return seconds < REFRESH_MIN_S ? REFRESH_MIN_S : seconds > REFRESH_MAX_S ? REFRESH_MAX_S : (unsigned)seconds;
}

/* ---- now ---- */

static void put_written(struct mst_ink *ink, const struct mst_page_view *view)
{
	char text[MST_PAGE_TIME], every[64];

	mst_ink_format(ink, "<p id=\"watch\" data-written=\"%" PRIu64 "\" data-every=\"%u\"%s>",
	               view->written_ns / MST_NS_PER_SECOND, refresh_of(view), view->ended ? " data-ended" : "");
	mst_ink_format(ink, "%s %s", view->ended ? "The watch ended at" : "As of",
	               mst_page_time(text, view->written_ns));
	if (view->round.number)
		mst_ink_format(ink, ", after round %" PRIu64, view->round.number);
	mst_ink_format(ink, "; a round every %s.", mst_write_duration(every, sizeof every, view->every_ns));
	if (!view->ended)
		mst_ink_put(ink, " This page is read again by itself. <button type=\"button\" class=\"js\" "
		                 "id=\"pause\">Stop refreshing</button>");
	else
		mst_ink_put(ink, "<button type=\"button\" id=\"pause\" hidden>Stop refreshing</button>");
	mst_ink_put(ink, "</p><p id=\"late\" class=\"warning\" hidden><b>Not written for three rounds.</b> The watch "
	                 "may have ended: what stands here is old.</p>");
	mst_ink_line(ink);
}

static void put_tile(struct mst_ink *ink, enum mst_page_mood mood, uint64_t count)
{
	mst_ink_format(ink, "<li><span><b class=\"s\" data-s=\"%s\">", mst_page_mood_name(mood));
	mst_ink_grouped(ink, count);
	mst_ink_format(ink, "</b> %s</span></li>", mst_page_mood_name(mood));
}

static void put_tiles(struct mst_ink *ink, const struct mst_page_view *view)
{
	uint64_t hosts[MST_PAGE_MOOD_COUNT] = { 0 }, ports_open = 0;

	for (size_t i = 0; i < view->count; i++) {
		if (!view->items[i].port)
			hosts[mst_page_mood_of(view, &view->items[i])]++;
		else
			ports_open += mst_page_mood_of(view, &view->items[i]) == MST_PAGE_UP;
	}
	mst_ink_put(ink, "<ul class=\"tiles\">");
	for (enum mst_page_mood mood = 0; mood < MST_PAGE_MOOD_COUNT; mood++) {
		if (hosts[mood])
			put_tile(ink, mood, hosts[mood]);
	}
	mst_ink_put(ink, "</ul>");
	if (ports_open) {
		mst_ink_put(ink, "<p>");
		mst_ink_grouped(ink, ports_open);
		mst_ink_format(ink, " open port%s.</p>", mst_plural(ports_open));
	}
	mst_ink_line(ink);
}

static void put_item(struct mst_ink *ink, const struct mst_page_item *item)
{
	char text[MST_PAGE_TIME];

	mst_ink_format(ink, "<li><small>%s</small> ", mst_page_time(text, item->time_ns));
	mst_ink_words(ink, item->text);
	mst_ink_put(ink, "</li>");
	mst_ink_line(ink);
}

/* What explains the silence of many. */
static void put_causes(struct mst_ink *ink, const struct mst_page_view *view)
{
	const struct mst_page_news *news = view->news;

	if (!news->cause_count || view->ended)
		return;
	mst_ink_put(ink, "<div class=\"warning\"><p><b>Silent together</b></p><ul>");
	for (size_t i = 0; i < news->cause_count; i++)
		put_item(ink, &news->causes[i].item);
	if (news->causes_left_out)
		mst_ink_format(ink, "<li>and %" PRIu64 " more</li>", news->causes_left_out);
	mst_ink_put(ink, "</ul></div>");
	mst_ink_line(ink);
}

/* Where the table is long, those that are down are not looked for in it. */
static void put_down(struct mst_ink *ink, const struct mst_page_view *view)
{
	size_t listed = 0, all = 0;

	for (size_t i = 0; i < view->count; i++) {
		const struct mst_watch_item *item = &view->items[i];
		const char *name = view->targets ? mst_targets_name(view->targets, &item->addr) : NULL;
		char addr[MST_ADDR_TEXT];

		/* What was never up is no news. */
		if (item->port || mst_page_mood_of(view, item) != MST_PAGE_DOWN ||
		    item->first_seen == MST_WATCH_NEVER || all++ >= LISTED_MAX)
			continue;
		mst_ink_put(ink, listed++ ? ", " : "<p><b>Down</b>, and up before: ");
		mst_addr_format(&item->addr, addr);
		mst_ink_words(ink, addr);
		if (name) {
			mst_ink_put(ink, " (");
			mst_ink_words(ink, name);
			mst_ink_put(ink, ")");
		}
	}
	if (all > listed)
		mst_ink_format(ink, " and %zu more", all - listed);
	mst_ink_put(ink, listed ? ".</p>" : "");
	mst_ink_line(ink);
}

static void put_news(struct mst_ink *ink, const struct mst_page_news *news)
{
	const struct mst_page_item *item;

	if (!news->count)
		return;
	mst_html_section(ink, "news", "wide", "Latest events");
	mst_ink_put(ink, "<div class=\"wide list\" tabindex=\"0\" role=\"region\" aria-label=\"List of events\"><ul "
	                 "class=\"news\">");
	for (uint64_t back = 0; (item = mst_page_news_at(news, back)); back++)
		put_item(ink, item);
	mst_ink_put(ink, "</ul></div>");
	if (news->count > MST_PAGE_NEWS_MAX)
		mst_ink_format(ink, "<p class=\"note\">The last %d of %" PRIu64 ".</p>", MST_PAGE_NEWS_MAX,
		               news->count);
	mst_html_section_end(ink);
}

/* ---- the table ---- */

static void put_legend(struct mst_ink *ink, const struct mst_page_rows *rows, const struct mst_page_view *view)
{
	mst_ink_put(ink, "<p class=\"note\">In each strip the newest is at the right; a bar is green as far as it was "
	                 "up, orange above, striped where it is not known. The line below has round-trip times, from 0 "
	                 "up to the longest.");
	if (!view->recent->day.at)
		mst_ink_format(ink, " Of more than %d hosts and ports, only the last rounds are kept.",
		               MST_RECENT_SPANS_MAX);
	mst_ink_put(ink, "</p>");
	if (rows->all > rows->count) {
		mst_ink_put(ink, "<p class=\"warning\">Of ");
		mst_ink_grouped(ink, rows->all);
		mst_ink_put(ink, " rows these are the ");
		mst_ink_grouped(ink, rows->count);
		mst_ink_put(ink, " with the most trouble, these first.</p>");
	}
	mst_ink_put(ink, "<div class=\"tools js\"><input type=\"search\" id=\"find\" placeholder=\"Filter: words\" "
	                 "aria-label=\"Filter rows: words\"><label><input type=\"checkbox\" id=\"only\"> in trouble "
	                 "only</label><output id=\"count\" aria-live=\"polite\"></output></div>");
	mst_ink_line(ink);
}

bool mst_page_view_write(const struct mst_page_view *view, struct mst_ink *ink)
{
	const struct mst_html_page page = { view->title, MST_HTML_STATUS, view->ended ? 0 : refresh_of(view) };
	struct mst_page_rows rows;

	if (!mst_page_rows_choose(&rows, view)) {
		mst_page_rows_free(&rows);
		return false;
	}
	mst_html_page_begin(ink, &page);
	put_written(ink, view);
	put_tiles(ink, view);
	put_causes(ink, view);
	put_down(ink, view);
	put_news(ink, view->news);
	mst_html_section(ink, "rows", "wide", "Hosts");
	put_legend(ink, &rows, view);
	mst_page_rows_draw(ink, &rows, view);
	mst_html_section_end(ink);
	mst_html_page_end(ink, MST_HTML_STATUS);
	mst_page_rows_free(&rows);
	return true;
}
