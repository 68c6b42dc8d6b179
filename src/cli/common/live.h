/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * live.h - a live table on the whole terminal, which is given back however the run ends.
 */
#ifndef MST_CLI_COMMON_LIVE_H
#define MST_CLI_COMMON_LIVE_H

#include "screen/screen.h"

/* As mst_screen_open; from here on a signal that ends the process gives the terminal back first. */
int mst_live_open(struct mst_screen **screen, const struct mst_screen_view *view, char *why, size_t why_size);

/* Gives the terminal back, and sets *screen to NULL. Accepts NULL in it. */
void mst_live_close(struct mst_screen **screen);

#endif
