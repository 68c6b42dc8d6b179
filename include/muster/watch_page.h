/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch_page.h - what a watch knows, as a page for a browser that is kept up to date: states, what many fell silent
 * with, the latest events, the last rounds, a day and a month of each host, and its round-trip times.
 *
 *     open ──► take, take, …, write ──► take, … write ──► end, write ──► close
 *
 * The page is one file that opens offline, works without script, and reads itself again. The past comes from the state
 * file of the watch, if it has one, then from the rounds. One thread at a time, the one that waits for the watch.
 */
#ifndef MUSTER_WATCH_PAGE_H
#define MUSTER_WATCH_PAGE_H

#include <muster/api.h>
#include <muster/watch.h>

struct mst_watch_page;

/*
 * The watch is borrowed until close; `title` is copied. Reads the past out of the watch's state file: what cannot be
 * read is left out, and `err` then has a sentence though the call returns 0. -ENOMEM with a sentence.
 */
MST_API int mst_watch_page_open(struct mst_watch_page **page, const struct mst_watch *watch, const char *title,
                                struct mst_error *err);

/* An event of the watch, and what it says in a sentence; NULL: it is no news, as a round. */
MST_API void mst_watch_page_take(struct mst_watch_page *page, const struct mst_watch_event *event,
                                 const char *sentence);

/* The watch is over: from now on the state of no host is known, and the page is not read again. */
MST_API void mst_watch_page_end(struct mst_watch_page *page);

/* Writes a file beside `path`, and renames that: readers see the old page or the new one. -errno with a sentence; the
 * old page then stays. */
MST_API int mst_watch_page_write(const struct mst_watch_page *page, const char *path, struct mst_error *err);

/* Accepts NULL. */
MST_API void mst_watch_page_close(struct mst_watch_page *page);

#endif
