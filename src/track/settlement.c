/* SPDX-License-Identifier: BSD-2-Clause */
/* settlement.c - when a question that an answer settled was asked: see roll.h. */
#include "track/roll.h"

#define GAP_MAX UINT16_MAX

uint64_t mst_settlement_asked_ns(const struct mst_settlement *settlement, uint64_t now_ns)
{
	int32_t since = (int32_t)(mst_ticks(now_ns) - mst_word_sent(settlement->was));
	uint64_t between = (settlement->target & GAP_MAX) << MST_GAP_SHIFT;

	return now_ns - (uint64_t)((int64_t)since * (1 << MST_TICK_SHIFT)) -
	       (mst_word_attempt(settlement->was) - 1) * between;
}

int64_t mst_settlement_rtt_ns(const struct mst_settlement *settlement, unsigned attempt, uint64_t received_ns)
{
	unsigned later = mst_word_attempt(settlement->was) - attempt;
	uint64_t gap = settlement->target & GAP_MAX;
	int32_t since = (int32_t)(mst_ticks(received_ns) - mst_word_sent(settlement->was));
	int64_t rtt;

	if (later > 0 && gap == GAP_MAX)
		return -1;
	rtt = (int64_t)since * (1 << MST_TICK_SHIFT) + (int64_t)(later * gap) * (1 << MST_GAP_SHIFT);
	return rtt > 0 ? rtt : 0;
}
