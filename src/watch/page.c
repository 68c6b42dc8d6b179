/* SPDX-License-Identifier: BSD-2-Clause */
/* page.c - the page of a watch. See muster/watch_page.h. */
#include <muster/watch_page.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/handle.h"
#include "watch/page_past.h"
#include "watch/page_view.h"
#include "watch/replace.h"

struct mst_watch_page {
	const struct mst_watch *watch;
	char *title;
	struct mst_recent recent;
	struct mst_page_news news;
	struct mst_watch_round round;
	bool ended;
};

int mst_watch_page_open(struct mst_watch_page **out, const struct mst_watch *watch, const char *title,
                        struct mst_error *err)
{
	struct mst_watch_page *page = calloc(1, sizeof *page);
	uint64_t now_ns = mst_wall_ns();

	*out = page;
	*err = (struct mst_error){ "" };
	if (page) {
		page->watch = watch;
		page->title = strdup(title);
	}
	if (!page || !page->title || mst_recent_open(&page->recent, watch->roster.count, now_ns) < 0) {
		mst_watch_page_close(page);
		*out = NULL;
		return mst_fail(err, -ENOMEM, "no memory for a page");
	}
	if (watch->store)
		mst_page_past_read(&page->recent, &watch->roster, watch->config.state_path, now_ns, err);
	return 0;
}

void mst_watch_page_take(struct mst_watch_page *page, const struct mst_watch_event *event, const char *sentence)
{
	if (sentence)
		mst_page_news_add(&page->news, event, sentence);
	if (event->kind != MST_EVENT_ROUND)
		return;
	page->round = event->round;
	mst_recent_add(&page->recent, page->watch->roster.items,
	               mst_clocks_wall_of(&page->watch->clocks, page->watch->round_moment));
}

void mst_watch_page_end(struct mst_watch_page *page)
{
	page->ended = true;
}

/* ---- the file ---- */

static void take_bytes(void *user, const char *bytes, size_t count)
{
	fwrite(bytes, 1, count, user);
}

static bool write_all(const struct mst_watch_page *page, FILE *out)
{
	const struct mst_watch *watch = page->watch;
	const struct mst_page_view view = {
		.title = page->title,
		.items = watch->roster.items,
		.count = watch->roster.count,
		.targets = watch->config.scan.probing.targets,
		.clocks = watch->clocks,
		.recent = &page->recent,
		.news = &page->news,
		.round = page->round,
		.every_ns = watch->config.every_ns,
		.written_ns = mst_wall_ns(),
		.ended = page->ended,
	};
	struct mst_ink *ink = calloc(1, sizeof *ink);
	bool done = ink;

	if (ink) {
		ink->take = take_bytes;
		ink->user = out;
		done = mst_page_view_write(&view, ink);
		mst_ink_flush(ink);
	}
	free(ink);
	return done;
}

int mst_watch_page_write(const struct mst_watch_page *page, const char *path, struct mst_error *err)
{
	size_t length;
	char *text = NULL;
	FILE *out = open_memstream(&text, &length);
	bool done = out && write_all(page, out) && !ferror(out);
	int code = 0;

	done = out && fclose(out) == 0 && done;
	code = done ? mst_replace_text(path, text, length, "html", err)
	            : mst_fail(err, -ENOMEM, "no memory for a page");
	free(text);
	return code;
}

void mst_watch_page_close(struct mst_watch_page *page)
{
	if (!page)
		return;
	mst_recent_close(&page->recent);
	free(page->title);
	free(page);
}
