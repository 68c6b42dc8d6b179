/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * elsewhere.h - verdicts by answers from another address than the one asked (MST_OTHER_ADDRESS). A router with several
 * addresses answers from one of them; a broadcast address is answered by many machines, and is no host: the second one
 * makes the verdict suspect. The last few hundred verdicts are kept. For the receiver only.
 */
#ifndef MST_ROUND_ELSEWHERE_H
#define MST_ROUND_ELSEWHERE_H

#include "probe/probe.h"
#include "round/outbox.h"

#define MST_ELSEWHERE_PLACES 128

struct mst_elsewhere {
	struct {
		struct mst_result result; /* no family: free */
		unsigned lane;            /* the lane that asked */
	} places[MST_ELSEWHERE_PLACES];   /* by a hash of the target: a later one takes the place */
};

/* Keeps a verdict, if it is by such an answer. */
void mst_elsewhere_note(struct mst_elsewhere *elsewhere, const struct mst_result *result, unsigned lane);

/*
 * Another answer for a target that has its verdict: that verdict, now suspect, and the note of its amendment, if both
 * are such answers and came from two addresses; once for each verdict. NULL: nothing changes. Valid until the next
 * call.
 */
const struct mst_result *mst_elsewhere_again(struct mst_elsewhere *elsewhere, const struct mst_answer *answer,
                                             struct mst_note *note);

#endif
