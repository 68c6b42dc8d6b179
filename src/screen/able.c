/* able.c - what the terminal can do, by terminfo(5), whose names are too common to be let into other files. */
#include "screen/inside.h"

#include <term.h>
#include <unistd.h>

/* Looked at before newterm(3) is called, which leaks for terminals that it does not know. */
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
