/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_view.h - the page of a watch: what it knows at one moment, for a browser. Pure.
 *
 *     now: how many, causes that stand ─► latest events ─► table: state, past rounds, day, month, round-trip times
 */
#ifndef MST_WATCH_PAGE_VIEW_H
#define MST_WATCH_PAGE_VIEW_H

#include "html/ink.h"
#include "watch/page_moment.h"

/* The whole page. False: no memory. */
bool mst_page_view_write(const struct mst_page_view *view, struct mst_ink *ink);

#endif
