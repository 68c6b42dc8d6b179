/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * view.h - a watch as a live table: a row a host, and one for each port that was ever open.
 */
#ifndef MST_CLI_WATCH_VIEW_H
#define MST_CLI_WATCH_VIEW_H

#include <muster/watch.h>

#include "screen/screen.h"

/* A row of the table. */
struct mst_watch_row {
	struct mst_watch_item item;
	bool changed; /* in the last round */
};

struct mst_watch_view {
	const struct mst_watch *watch;
	uint64_t every_ns;
	struct mst_watch_row *rows; /* the picture: copies */
	size_t count, room;
	struct mst_watch_round round; /* the last */
	uint64_t *changed;            /* by item: the last round that reported a change of it; 0: none */
	char latest[MST_ERROR_TEXT];  /* the last change or notice, with its time */
};

/* -ENOMEM. */
int mst_watch_view_open(struct mst_watch_view *view, const struct mst_watch *watch, uint64_t every_ns);
void mst_watch_view_close(struct mst_watch_view *view);

/* Takes in what the watch reports: the table marks what changed in the last round,
 * and its status shows the latest event. */
void mst_watch_view_take(struct mst_watch_view *view, const struct mst_watch_event *event);

/* What the screen asks; its `user` is the view. */
struct mst_screen_view mst_watch_view_of(struct mst_watch_view *view);

#endif
