/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page_time.h - moments on the page of a watch: "2026-11-29 12:00:07 UTC".
 */
#ifndef MST_WATCH_PAGE_TIME_H
#define MST_WATCH_PAGE_TIME_H

#include <stdint.h>

#define MST_PAGE_TIME 48 /* bytes */

/* Returns text. `wall_ns` is since 1970. */
const char *mst_page_time(char text[MST_PAGE_TIME], uint64_t wall_ns);

#endif
