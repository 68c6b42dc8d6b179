/* SPDX-License-Identifier: BSD-2-Clause */
/* test_page_view.c - the whole page of a watch. */
#include "watch/page_view.h"

#include <stdlib.h>
#include <string.h>

#include "unit/watch/fixture_watch.h"

#define A "10.0.0.1"
#define B "10.0.0.2"
#define ATTACK "</script><img src=x onerror=alert(1)>"

static struct mst_recent recent;
static struct mst_page_news news;

static void take(void *user, const char *bytes, size_t count)
{
	fwrite(bytes, 1, count, user);
}

static struct mst_page_view view_of(const struct watch_fixture *fixture)
{
	struct mst_page_view view = {
		.title = "Watch of " A,
		.items = fixture->roster.items,
		.count = fixture->roster.count,
		.targets = fixture->targets,
		.clocks = { .boot_ns = 100 * SECOND, .wall_ns = 1764422000 * SECOND },
		.recent = &recent,
		.news = &news,
		.round = fixture->round,
		.every_ns = 10 * SECOND,
		.written_ns = 1764422060 * SECOND,
	};

	view.round.number = 3;
	return view;
}

/* For free(3). */
static char *write(const struct mst_page_view *view)
{
	char *text;
	size_t length;
	struct mst_ink *ink = calloc(1, sizeof *ink);

	ink->take = take;
	ink->user = open_memstream(&text, &length);
	cr_assert(mst_page_view_write(view, ink));
	mst_ink_flush(ink);
	fclose(ink->user);
	free(ink);
	return text;
}

static void expect(const char *text, const char *piece)
{
	cr_expect(strstr(text, piece), "no %s", piece);
}

/* A is up, B is down. */
static struct watch_fixture *begin(void)
{
	struct watch_fixture *fixture = fixture_new(A "," B, NULL, false, 1);

	memset(&news, 0, sizeof news);
	fixture_add(fixture, A, 0, MST_UP, MST_ECHO_REPLY, NULL);
	fixture_add(fixture, B, 0, MST_DOWN, MST_NO_RESPONSE, "");
	fixture_end(fixture, 100);
	cr_assert_eq(mst_recent_open(&recent, fixture->roster.count, 1764422000 * SECOND), 0);
	mst_recent_add(&recent, fixture->roster.items, 1764422000 * SECOND);
	return fixture;
}

static void finish(struct watch_fixture *fixture, char *text)
{
	free(text);
	mst_recent_close(&recent);
	fixture_free(fixture);
}

Test(watch_page_view, says_how_each_host_is)
{
	struct watch_fixture *fixture = begin();
	struct mst_page_view view = view_of(fixture);
	char *text = write(&view);

	expect(text, "<title>Watch of 10.0.0.1</title>");
	expect(text, "As of 2025-11-29 13:14:20 UTC, after round 3; a round every 10.0 s.");
	expect(text, "<tr><th scope=\"row\">10.0.0.1</th><td><b class=\"s\" data-s=\"up\">up</b> <small>echo-reply");
	expect(text, "<tr data-bad><th scope=\"row\">10.0.0.2</th><td><b class=\"s\" data-s=\"down\">down</b>");
	expect(text, "title=\"since 2025-11-29 13:13:20 UTC\">1 min");
	expect(text, "100 %</td>");
	expect(text, "0.00 %</td>");
	finish(fixture, text);
}

Test(watch_page_view, reads_itself_again_until_the_watch_is_over)
{
	struct watch_fixture *fixture = begin();
	struct mst_page_view view = view_of(fixture);
	char *text = write(&view);

	expect(text, "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>");
	expect(text, "data-written=\"1764422060\" data-every=\"10\">");
	free(text);
	view.ended = true;
	text = write(&view);
	cr_expect_not(strstr(text, "http-equiv=\"refresh\""));
	expect(text, "data-ended>The watch ended at ");
	expect(text, "data-s=\"unknown\">unknown</b>");
	finish(fixture, text);
}

Test(watch_page_view, what_comes_from_outside_is_text)
{
	struct watch_fixture *fixture = begin();
	struct mst_page_view view = view_of(fixture);
	const struct mst_watch_event event = { .kind = MST_EVENT_NOTICE, .time_ns = SECOND };
	char *text;

	view.title = ATTACK;
	mst_page_news_add(&news, &event, ATTACK);
	text = write(&view);
	cr_expect_not(strstr(text, "<img"));
	expect(text, "<h1>&lt;/script&gt;&lt;img src=x");
	expect(text, "</small> &lt;/script&gt;&lt;img src=x");
	finish(fixture, text);
}

Test(watch_page_view, causes_that_stand_are_told_in_front)
{
	struct watch_fixture *fixture = begin();
	struct mst_page_view view = view_of(fixture);
	struct mst_watch_event event = { .kind = MST_EVENT_CAUSE, .time_ns = SECOND };
	char *text;

	event.cause.turn = MST_WENT_DOWN;
	mst_page_news_add(&news, &event, "214 of 254 hosts went silent");
	text = write(&view);
	cr_expect(strstr(text, "Silent together") < strstr(text, "Latest events"));
	expect(text, "214 of 254 hosts went silent</li>");
	finish(fixture, text);
}
