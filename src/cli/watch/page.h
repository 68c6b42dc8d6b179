/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - the file of --html: a page that is replaced after each round; where rounds follow one another faster, once a
 * second.
 */
#ifndef MST_CLI_WATCH_PAGE_H
#define MST_CLI_WATCH_PAGE_H

#include <muster/watch_page.h>

#include "cli/watch/options.h"

/* Begin with zeroed memory. */
struct mst_page_output {
	const char *path;
	struct mst_watch_page *page;
	uint64_t every_ns, written_ns; /* of mst_ticks_ns, by a round */
	bool fails;
};

/* Writes the first page; nothing without --html. What it cannot know of the past is printed. -errno with a sentence. */
int mst_page_output_begin(struct mst_page_output *output, const struct mst_watch *watch,
                          const struct mst_watch_options *options, struct mst_error *err);

/* An event. 0; 1 with a sentence when the page cannot be written any more, or can again. The watch goes on. */
int mst_page_output_take(struct mst_page_output *output, const struct mst_watch_event *event, struct mst_error *what);

/* Writes the last page, without the state of hosts. */
void mst_page_output_finish(struct mst_page_output *output);

#endif
