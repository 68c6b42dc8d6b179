/* SPDX-License-Identifier: BSD-2-Clause */
/* before.c - see before.h. */
#include "scan/before.h"

void mst_before_add(const struct mst_scan_stats *before, struct mst_scan_stats *stats)
{
	uint64_t left_out = stats->left_out, unresolved = stats->unresolved;

#define MST_ADD_BEFORE(name, meaning) stats->name += before->name;
	MST_SCAN_COUNTS(MST_ADD_BEFORE)
#undef MST_ADD_BEFORE
	for (enum mst_stray stray = 0; stray < MST_STRAY_COUNT; stray++)
		stats->strays_by[stray] += before->strays_by[stray];
	/* The first process knew the list of targets as it was typed. */
	stats->left_out = left_out > before->left_out ? left_out : before->left_out;
	stats->unresolved = unresolved > before->unresolved ? unresolved : before->unresolved;
	stats->verdicts += before->verdicts;
	stats->elapsed_ns += before->elapsed_ns;
	if (before->started_ns)
		stats->started_ns = before->started_ns;
	/* Those in flight at the end of a process were asked twice. */
	if (stats->asked > stats->targets)
		stats->asked = stats->targets;
}
