/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * first.h - the first frames of a rate that adapts: how many leave before an answer, and what their answers decide.
 *
 *     rate
 *      │                       answered: twice as many
 *      │ first frames          ┌────
 *      ├──────────────┐        │
 *      │              │ await  │
 *      │              └────────┴──── not answered in time: the start
 *      └──────────────────────────────────────────────────► time
 *
 * At their rate as many leave as TCP sends before its first acknowledgement (ten segments, 15,000 bytes: RFC 6928,
 * section 2). Most reference probes are among the last of them, for there are none before targets have answered: when
 * the last frame leaves, their answers are on the way, or unread. So these are awaited, at the rate of the start, for
 * about as long as a round trip of a near network takes. Pure.
 */
#ifndef MST_PACE_FIRST_H
#define MST_PACE_FIRST_H

#include "pace/epoch.h"

struct mst_first {
	double pps;              /* their rate */
	double start_pps;        /* the rate while they are awaited, and without an answer; 0: that has been decided */
	uint64_t leave_until_ns; /* they have left by then; 0: none has */
	uint64_t await_until_ns; /* an answer in time comes before; 0: they still leave */
};

enum mst_first_state {
	MST_FIRST_DECIDED, /* earlier, or there were none */
	MST_FIRST_LEAVING, /* none, or not all, have left */
	MST_FIRST_AWAITED, /* all have; answers are on their way */
	MST_FIRST_DOUBLED, /* decided now: as many reference probes as end an epoch of a ramp, all but one answered */
	MST_FIRST_KEPT,    /* decided now: most of them, or of a few, are answered: their rate stays */
	MST_FIRST_LOST,    /* decided now: they were too many, or there is nothing to tell it by */
};

/* Looks at the senses; `begun` are those before the first frame. */
enum mst_first_state mst_first_look(struct mst_first *first, const struct mst_senses *begun,
                                    const struct mst_senses *senses);

#endif
