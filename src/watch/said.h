/* SPDX-License-Identifier: BSD-2-Clause */
/* said.h - whether a sentence was said before, with whatever numbers in it. Pure. */
#ifndef MST_WATCH_SAID_H
#define MST_WATCH_SAID_H

#include <stdbool.h>

/* Whether one of `lines`, each ended by \n, is this line but for its numbers. */
bool mst_said_has(const char *lines, const char *line);

#endif
