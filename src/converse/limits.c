/* SPDX-License-Identifier: BSD-2-Clause */
/* limits.c - see limits.h. */
#include "converse/limits.h"

#include <errno.h>
#include <sys/resource.h>

#define USUAL 2000
#define KEPT 64 /* descriptors for everything else that this process opens */

unsigned mst_connections_at_once(unsigned wanted)
{
	struct rlimit files;
	rlim_t most = wanted ? wanted : USUAL, left;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur == RLIM_INFINITY)
		return (unsigned)most;
	left = files.rlim_cur > 2 * KEPT ? files.rlim_cur - KEPT : files.rlim_cur / 2;
	if (left < most)
		most = left;
	return most ? (unsigned)most : 1;
}

bool mst_is_own_limit(int error)
{
	switch (error) {
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
	case EAGAIN:
	case EADDRNOTAVAIL: return true;
	default: return false;
	}
}
