/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stats.h - what a process has counted by itself, without those before it that worked on the same run.
 */
#ifndef MST_SCAN_STATS_H
#define MST_SCAN_STATS_H

#include "scan/handle.h"

/* As mst_scan_get_stats, but of this process alone. Any thread. */
void mst_stats_of_process(const struct mst_scan *scan, struct mst_scan_stats *stats);

#endif
