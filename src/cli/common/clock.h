/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock.h - time for waiting and measuring.
 */
#ifndef MST_CLI_COMMON_CLOCK_H
#define MST_CLI_COMMON_CLOCK_H

#include <stdint.h>

/* CLOCK_MONOTONIC, nanoseconds. May be called by a signal handler. */
uint64_t mst_ticks_ns(void);

/* CLOCK_REALTIME: nanoseconds since 1970, UTC. */
uint64_t mst_epoch_ns(void);

/* Sleeps this long, or until a signal. */
void mst_nap_ns(uint64_t ns);

#endif
