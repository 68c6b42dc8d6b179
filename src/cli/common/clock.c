/* SPDX-License-Identifier: BSD-2-Clause */
/* clock.c - see clock.h. */
#include "cli/common/clock.h"

#include <muster/units.h>
#include <time.h>

uint64_t mst_ticks_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * MST_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

uint64_t mst_epoch_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * MST_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

void mst_nap_ns(uint64_t ns)
{
	struct timespec time = {
		.tv_sec = (time_t)(ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(ns % MST_NS_PER_SECOND),
	};

	nanosleep(&time, NULL);
}
