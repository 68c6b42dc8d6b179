/* SPDX-License-Identifier: BSD-2-Clause */
/* serviced.c - see serviced.h. */
#include "scan/serviced.h"

#include "base/atomic.h"

void mst_services_count(const struct mst_services *services, struct mst_scan_stats *stats)
{
	struct mst_converse *converse = mst_load(&services->converse, acquire);
	uint64_t cut = mst_load(&services->cut, relaxed);
	struct mst_converse_counts counts;

	if (!converse)
		return;
	mst_converse_count(converse, &counts);
	stats->conversations = counts.conversations + mst_load(&services->met, relaxed);
	stats->verified = counts.verified + mst_load(&services->greeted, relaxed);
	stats->unverified = counts.unverified;
	stats->left_alone = counts.left_alone;
	stats->named = counts.named + mst_load(&services->named, relaxed);
	stats->talking = cut ? cut : counts.waiting;
	stats->suspect += mst_load(&services->suspect, relaxed);
	stats->interrupted |= cut > 0;
}
