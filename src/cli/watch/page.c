/* SPDX-License-Identifier: BSD-2-Clause */
/* page.c - see page.h. */
#include "cli/watch/page.h"

#include <errno.h>
#include <muster/text.h>
#include <stdio.h>
#include <string.h>

#include "cli/common/clock.h"
#include "cli/watch/lines.h"

#define TITLE_MAX 256

/* "Watch of 10.0.2.0/24 and 2 more". */
static const char *title_of(const struct mst_watch_options *options, char title[TITLE_MAX])
{
	const struct mst_words *words = &options->scan.arguments->words;

	if (options->title)
		return options->title;
	snprintf(title, TITLE_MAX, words->count ? "Watch of %s" : "Watch", words->count ? words->items[0] : "");
	if (words->count > 1)
		snprintf(title + strlen(title), TITLE_MAX - strlen(title), " and %zu more", words->count - 1);
	return title;
}

static int write_page(struct mst_page_output *output, struct mst_error *err)
{
	return mst_watch_page_write(output->page, output->path, err);
}

int mst_page_output_begin(struct mst_page_output *output, const struct mst_watch *watch,
                          const struct mst_watch_options *options, struct mst_error *err)
{
	char title[TITLE_MAX];
	int code;

	if (!options->html)
		return 0;
	output->path = options->html;
	output->every_ns = options->watch.every_ns;
	code = mst_watch_page_open(&output->page, watch, title_of(options, title), err);
	if (code < 0)
		return code;
	if (*err->text)
		mst_print(stderr, "muster watch: the page begins without its past: %s\n", err->text);
	return write_page(output, err);
}

/* NULL: no news. */
static const char *sentence_of(const struct mst_watch_event *event, char text[MST_ERROR_TEXT])
{
	switch (event->kind) {
	case MST_EVENT_CHANGE: return mst_watch_write_change(&event->change, text, MST_ERROR_TEXT);
	case MST_EVENT_CAUSE: return mst_watch_write_cause(&event->cause, text, MST_ERROR_TEXT);
	case MST_EVENT_NOTICE: return event->notice.text;
	case MST_EVENT_ROUND: break;
	}
	return NULL;
}

/* The next round writes it, and comes within a second. */
static bool is_too_soon(const struct mst_page_output *output)
{
	return output->every_ns < MST_NS_PER_SECOND && output->written_ns &&
	       mst_ticks_ns() - output->written_ns < MST_NS_PER_SECOND;
}

int mst_page_output_take(struct mst_page_output *output, const struct mst_watch_event *event, struct mst_error *what)
{
	char text[MST_ERROR_TEXT];
	bool failed = output->fails;

	if (!output->page)
		return 0;
	mst_watch_page_take(output->page, event, sentence_of(event, text));
	if (event->kind != MST_EVENT_ROUND || is_too_soon(output))
		return 0;
	output->written_ns = mst_ticks_ns();
	output->fails = write_page(output, what) < 0;
	if (output->fails == failed)
		return 0;
	if (failed)
		mst_fail(what, 0, "--html %s: it is written again", output->path);
	return 1;
}

void mst_page_output_finish(struct mst_page_output *output)
{
	struct mst_error ignored;

	if (output->page) {
		mst_watch_page_end(output->page);
		write_page(output, &ignored);
	}
	mst_watch_page_close(output->page);
	output->page = NULL;
}
