/* SPDX-License-Identifier: BSD-2-Clause */
/* clock.c - see clock.h. */
#include "base/clock.h"

#include <sys/prctl.h>
#include <time.h>

static uint64_t read_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * MST_NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

uint64_t mst_now_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

uint64_t mst_wall_ns(void)
{
	return read_ns(CLOCK_REALTIME);
}

void mst_sleep_until_ns(uint64_t deadline_ns)
{
	struct timespec deadline = {
		.tv_sec = (time_t)(deadline_ns / MST_NS_PER_SECOND),
		.tv_nsec = (long)(deadline_ns % MST_NS_PER_SECOND),
	};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
}

void mst_clock_be_punctual(void)
{
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
}
