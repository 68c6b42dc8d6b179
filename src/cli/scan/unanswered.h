/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unanswered.h - what silence means where no frame is known to have left, for people.
 */
#ifndef MST_CLI_SCAN_UNANSWERED_H
#define MST_CLI_SCAN_UNANSWERED_H

#include <muster/scan.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>

#define MST_UNANSWERED_TEXT 240

/* False where frames are known to have left: there is no sentence. */
static inline bool mst_unanswered_sentence(const struct mst_scan_stats *stats, char sentence[MST_UNANSWERED_TEXT])
{
	char name[IF_NAMESIZE];

	if (!stats->unanswered_at)
		return false;
	snprintf(sentence, MST_UNANSWERED_TEXT,
	         "nothing proves that frames left %s: no target and no gateway answered there, so down and filtered "
	         "mean only that no answer came",
	         if_indextoname((unsigned)stats->unanswered_at, name) ? name : "the interface");
	return true;
}

#endif
