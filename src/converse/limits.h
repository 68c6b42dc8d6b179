/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * limits.h - what this machine lets a process open. A limit says nothing of the target: whoever meets one waits and
 * tries again.
 */
#ifndef MST_CONVERSE_LIMITS_H
#define MST_CONVERSE_LIMITS_H

#include <stdbool.h>

/* How many connections there may be at once: what is wanted (0: 2,000), as far as the limit of open files allows. */
unsigned mst_connections_at_once(unsigned wanted);

/* Whether this errno of socket, bind or connect tells of a limit of this machine. */
bool mst_is_own_limit(int error);

#endif
