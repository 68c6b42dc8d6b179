/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * events.h - names a change. The JSON of events is written in events.c.
 */
#ifndef MST_WATCH_EVENTS_H
#define MST_WATCH_EVENTS_H

#include <muster/watch.h>

enum mst_watch_turn mst_watch_turn_of(bool is_port, bool is_active);

#endif
