/* SPDX-License-Identifier: BSD-2-Clause */
/* able.c - capabilities of the terminal. Only this file includes <term.h>: its macros have very common names. */
#include "screen/handle.h"

#include <term.h>
#include <unistd.h>

/* Checked before newterm(3), which leaks memory for unknown terminals. */
bool mst_screen_moves_cursor(void)
{
	int found;
	bool moves;

	if (setupterm(NULL, STDOUT_FILENO, &found) == ERR)
		return false;
	moves = cursor_address && *cursor_address;
	del_curterm(cur_term);
	return moves;
}
