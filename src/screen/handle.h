/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - the screen handle.
 */
#ifndef MST_SCREEN_HANDLE_H
#define MST_SCREEN_HANDLE_H

#include <curses.h>

#include "screen/rows.h"

struct mst_screen {
	SCREEN *terminal;
	struct mst_screen_view view;
	struct mst_screen_rows rows;
	bool typing;  /* a filter is being typed */
	bool helping; /* the keys are shown instead of the rows */
	bool leaving;
};

/* Handles a key of getch(3); `visible` rows fit on the terminal. Does not draw. */
void mst_screen_key(struct mst_screen *screen, int key, size_t visible);

/* Whether the cursor can be put anywhere. */
bool mst_screen_moves_cursor(void);

/* The help text of the keys, one line each; ends with NULL. */
extern const char *const mst_screen_keys_help[];

#endif
