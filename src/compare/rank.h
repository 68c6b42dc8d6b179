/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rank.h - which of two verdicts about one target is better, by what files have of them: state and reason. The order is
 * that of enum mst_standing (track/entry.h), but for a file's sake the state holds: its reason may be missing.
 */
#ifndef MST_COMPARE_RANK_H
#define MST_COMPARE_RANK_H

#include <muster/result.h>

enum mst_rank { MST_RANK_UNKNOWN, MST_RANK_SILENT, MST_RANK_ERROR, MST_RANK_CLOSED, MST_RANK_BEST };

static inline enum mst_rank mst_rank_of(const struct mst_result *result)
{
	bool silent = result->reason == MST_NO_RESPONSE || result->reason == MST_HOST_DOWN;

	switch ((enum mst_state)result->state) {
	case MST_UP:
	case MST_OPEN: return MST_RANK_BEST;
	case MST_CLOSED: return MST_RANK_CLOSED;
	case MST_UNREACHABLE: return MST_RANK_ERROR;
	case MST_FILTERED: return silent ? MST_RANK_SILENT : MST_RANK_ERROR;
	case MST_DOWN:
	case MST_OPEN_FILTERED: return MST_RANK_SILENT;
	default: return MST_RANK_UNKNOWN;
	}
}

/* Whether the run found something out; false: it ended before. */
static inline bool mst_is_settled(const struct mst_result *result)
{
	bool cut = result->reason == MST_UNFINISHED || (result->reason == MST_NOT_SENT && result->error == 0);

	return result->state != MST_UNKNOWN || !cut;
}

/* Whether `other` replaces `result`: it is better, or as good and not earlier. */
static inline bool mst_is_better(const struct mst_result *other, const struct mst_result *result)
{
	enum mst_rank mine = mst_rank_of(result), theirs = mst_rank_of(other);
	bool settled = mst_is_settled(result);

	if (mine != theirs)
		return theirs > mine;
	if (settled != mst_is_settled(other))
		return !settled;
	return other->time_ns == 0 || other->time_ns >= result->time_ns;
}

#endif
