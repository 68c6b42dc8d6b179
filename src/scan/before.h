/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * before.h - the counts of a run that several processes worked on, one after another.
 */
#ifndef MST_SCAN_BEFORE_H
#define MST_SCAN_BEFORE_H

#include <muster/scan.h>

/* Adds what earlier processes counted; all zero: there were none. */
void mst_before_add(const struct mst_scan_stats *before, struct mst_scan_stats *stats);

#endif
