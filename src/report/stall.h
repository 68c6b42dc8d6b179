/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stall.h - a full disk that may get room again: a write that failed is tried anew, every 200 ms, for so long. While it
 * waits, the thread that reports does not take verdicts, and the scan pauses.
 *
 *     until_ns = 0;
 *     while (write … < 0 && mst_stall_waits(stall, &until_ns, code, why))
 *             what was written in part is taken back, mst_stall_sleep()
 *     mst_stall_ends(stall, until_ns)
 */
#ifndef MST_REPORT_STALL_H
#define MST_REPORT_STALL_H

#include <muster/report.h>
#include <stdbool.h>
#include <stdint.h>

struct mst_stall {
	uint64_t max_ns; /* 0: never waits */
	mst_report_stalled *stalled;
	void *user;
};

/*
 * Whether what failed with this code is to be tried again: of a full disk or quota, until `*until_ns`, which starts as
 * 0. Tells `why`. A NULL stall never waits.
 */
bool mst_stall_waits(const struct mst_stall *stall, uint64_t *until_ns, int code, const char *why);

void mst_stall_sleep(void);

/* After the last try, whether it went well or not: tells that it goes on, if it waited and `code` is 0. */
void mst_stall_ends(const struct mst_stall *stall, uint64_t until_ns, int code);

#endif
