/* SPDX-License-Identifier: BSD-2-Clause */
/* terminal.c - see terminal.h. */
#include "cli/common/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

struct mst_terminal mst_terminal_of(int fd)
{
	struct mst_terminal terminal = { .is_one = isatty(fd) };
	struct winsize size;

	if (!terminal.is_one)
		return terminal;
	terminal.colour = wants_colour();
	if (ioctl(fd, TIOCGWINSZ, &size) == 0)
		terminal.width = size.ws_col;
	return terminal;
}
