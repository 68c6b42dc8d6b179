/* SPDX-License-Identifier: BSD-2-Clause */
/* page_time.c - see page_time.h. */
#include "watch/page_time.h"

#include <muster/units.h>
#include <time.h>

const char *mst_page_time(char text[MST_PAGE_TIME], uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm utc;

	*text = '\0';
	if (gmtime_r(&seconds, &utc))
		strftime(text, MST_PAGE_TIME, "%Y-%m-%d %H:%M:%S UTC", &utc);
	return text;
}
