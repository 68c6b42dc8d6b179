/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen.h - a live table on a terminal (ncurses): title, columns, rows, status line, keys.
 *
 *     open ──► draw, wait, draw, wait … ──► close
 *
 * The screen does not know what it shows: a view supplies rows by number, and only visible cells are fetched. The
 * screen sorts, filters, scrolls, pauses, follows a resized window, and restores the terminal when it closes. ncurses
 * allows one screen per process, used by one thread.
 */
#ifndef MST_SCREEN_SCREEN_H
#define MST_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screen/view.h"

struct mst_screen;

/* 0, or a negative errno with a sentence: -ENOTTY when standard output is no terminal that can show it. */
int mst_screen_open(struct mst_screen **screen, const struct mst_screen_view *view, char *why, size_t why_size);

void mst_screen_draw(struct mst_screen *screen);

/*
 * Waits at most this long, and handles keys (see keys.c) and resizes; a signal ends the wait early. False when the user
 * quits.
 */
bool mst_screen_wait(struct mst_screen *screen, uint64_t at_most_ns);

/* Restores the terminal. Accepts NULL. */
void mst_screen_close(struct mst_screen *screen);

#endif
