/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_past.h - the past of every host out of the state file, into memory, for the page of a watch.
 */
#ifndef MST_WATCH_PAGE_PAST_H
#define MST_WATCH_PAGE_PAST_H

#include "watch/recent.h"
#include "watch/roster.h"

/* As much of it as can be read; -errno with a sentence when that is not all. */
int mst_page_past_read(struct mst_recent *recent, const struct mst_roster *roster, const char *path, uint64_t now_ns,
                       struct mst_error *err);

#endif
