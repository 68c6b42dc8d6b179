/*
 * inside.h - what the files of this room share: the screen itself.
 */
#ifndef MST_SCREEN_INSIDE_H
#define MST_SCREEN_INSIDE_H

#include <curses.h>

#include "screen/rows.h"

struct mst_screen {
	SCREEN *terminal;
	struct mst_view view;
	struct mst_rows rows;
	bool typing;  /* a filter is being typed */
	bool helping; /* the keys are shown instead of the rows */
	bool leaving;
};

/* Does what a key of getch(3) means on a terminal where `visible` rows fit. What it changed is not drawn yet. */
void mst_screen_key(struct mst_screen *screen, int key, size_t visible);

/* Whether the cursor can be put anywhere. */
bool mst_screen_moves_cursor(void);

/* The keys, a line each, closed by NULL. */
extern const char *const mst_screen_keys_help[];

#endif
