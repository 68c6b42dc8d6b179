/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * terminal.h - what stands at the other end: a person at a terminal, or a program.
 */
#ifndef MST_CLI_COMMON_TERMINAL_H
#define MST_CLI_COMMON_TERMINAL_H

#include <stdbool.h>

struct mst_terminal {
	bool is_one;
	bool colour;    /* wanted: a terminal that is not dumb, and no NO_COLOR (no-color.org) */
	unsigned width; /* columns; 0 when it is no terminal, or its width is not known */
};

struct mst_terminal mst_terminal_of(int fd);

/* Goes back to the beginning of the line and clears it. */
#define MST_TERMINAL_ERASE "\r\033[K"

#endif
