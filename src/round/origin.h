/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin.h - the question that a reply from another address answers.
 *
 * A machine with several addresses may answer from one that was not asked. The seal of a ticket is made with the
 * address that was asked, so the reply alone does not name its question: each question in flight is tried, the latest
 * first. The right one proves itself, for its ticket names its own entry. An echo reply has the address in its payload,
 * and needs no search.
 *
 * A TCP port that answers from another address accepts no connection, as a client refuses such segments: only hosts are
 * up by them.
 *
 * The search is bounded: PER_MS questions a millisecond, saved up for as many as BANK. A flood of strays spends them,
 * and then nothing is searched for: the replies are strays, as before.
 */
#ifndef MST_ROUND_ORIGIN_H
#define MST_ROUND_ORIGIN_H

#include "round/recognise.h"
#include "round/shared.h"

struct mst_origin_search {
	uint64_t left;      /* questions that may be tried */
	uint64_t filled_ns; /* when that was last filled up */
};

/*
 * Looks for the question of a frame that mst_recognise took for a stray, and why. True: *found is filled, and its
 * answer's bits are those that remain after so many trials. Only in rolls of questions that are asked for a verdict.
 */
bool mst_origin_find(struct mst_origin_search *search, const struct mst_shared *shared,
                     const struct mst_received_frame *captured, enum mst_stray why, struct mst_recognised *found);

#endif
