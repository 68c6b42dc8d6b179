/*
 * screen.h - a live table on a terminal: a title, columns, rows that move, a line of status, keys. By ncurses.
 *
 *     open ──► draw, wait, draw, wait … ──► close
 *
 * The screen knows nothing of what it shows: a view hands over rows by number, and only cells that are visible are asked for. It
 * sorts, filters, scrolls, pauses, follows a resized window, and gives the terminal back as it was. One at a time in a
 * process, and one thread: ncurses has it so.
 */
#ifndef MST_SCREEN_SCREEN_H
#define MST_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screen/view.h"

struct mst_screen;

/* 0, or a negative errno with a sentence: -ENOTTY when standard output is no terminal that can show it. */
int mst_screen_open(struct mst_screen **screen, const struct mst_view *view, char *why, size_t why_size);

void mst_screen_draw(struct mst_screen *screen);

/*
 * Waits at most this long, handling keys (see keys.c) and a resize as they come; also ends early on a signal. False
 * when the person wants to leave.
 */
bool mst_screen_wait(struct mst_screen *screen, uint64_t at_most_ns);

/* Gives the terminal back. Accepts NULL. */
void mst_screen_close(struct mst_screen *screen);

#endif
