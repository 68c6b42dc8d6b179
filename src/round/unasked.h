/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unasked.h - the questions that a round which ended early never asked: each gets the verdict unknown, not-sent.
 *
 * Nothing is kept for them: what is left of the order is gone through once more. Every position is before or behind
 * the next one of its egress, or in the chunk that a lane had not used up (NEXT). Those that an earlier process of the
 * run settled are left out. While the reporter is far behind, this waits, as lanes do.
 */
#ifndef MST_ROUND_UNASKED_H
#define MST_ROUND_UNASKED_H

#include "round/lane.h"

#define MST_UNASKED_MAX (UINT64_C(1) << 22) /* positions gone through: a few seconds */

/*
 * Puts the verdicts into the outbox of lane 0; returns how many. When there are more than `at_most` positions to go
 * through, none is put, and a note of the run says so. After the threads of all lanes have ended. No memory for a
 * verdict: the run fails.
 */
uint64_t mst_unasked_report(struct mst_shared *shared, const struct mst_lane *lanes, uint64_t at_most);

#endif
