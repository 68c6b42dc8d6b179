/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock.h - the two clocks: monotonic for deadlines, wall clock for output and for the kernel's packet time stamps.
 */
#ifndef MST_BASE_CLOCK_H
#define MST_BASE_CLOCK_H

#include <muster/units.h>
#include <stdint.h>

/* CLOCK_MONOTONIC, nanoseconds. */
uint64_t mst_now_ns(void);

/* CLOCK_REALTIME, nanoseconds since 1970. */
uint64_t mst_wall_ns(void);

/* Sleeps until this moment of mst_now_ns, or a signal. */
void mst_sleep_until_ns(uint64_t deadline_ns);

/* Asks the kernel to wake this thread on time instead of up to 50 µs later (prctl(2), PR_SET_TIMERSLACK). */
void mst_clock_be_punctual(void);

#endif
