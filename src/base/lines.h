/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.h - allocates memory that shares no cache line with other memory, so that writes of one thread do not
 * invalidate the cache of another (false sharing).
 */
#ifndef MST_BASE_LINES_H
#define MST_BASE_LINES_H

#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"

/* Zeroed; freed with free(3). NULL without memory. */
static inline void *mst_lines_new(size_t count, size_t size)
{
	size_t bytes = (count * size + MST_CACHE_LINE - 1) / MST_CACHE_LINE * MST_CACHE_LINE;
	void *lines = aligned_alloc(MST_CACHE_LINE, bytes);

	return lines ? memset(lines, 0, bytes) : NULL;
}

#endif
