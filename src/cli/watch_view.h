/*
 * watch_view.h - a watch as a live table: a row a host, and one for each port that was ever open.
 */
#ifndef MST_CLI_WATCH_VIEW_H
#define MST_CLI_WATCH_VIEW_H

#include <muster/watch.h>

#include "screen/screen.h"

struct mst_watch_view {
	const struct mst_watch *watch;
	uint64_t every_ns;
	struct mst_watch_item *rows; /* the picture: copies */
	size_t count, room;
	struct mst_watch_round round; /* the last */
	char notice[MST_ERROR_TEXT];  /* the last */
};

/* -ENOMEM. */
int mst_watch_view_open(struct mst_watch_view *view, const struct mst_watch *watch, uint64_t every_ns);
void mst_watch_view_close(struct mst_watch_view *view);

/* What the screen asks; its `user` is the view. */
struct mst_view mst_watch_view_of(struct mst_watch_view *view);

#endif
