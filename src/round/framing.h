/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * framing.h - a question as frames: one for each probe that asks it, into the burst of a lane.
 */
#ifndef MST_ROUND_FRAMING_H
#define MST_ROUND_FRAMING_H

#include "round/sending.h"

/* A row of the plan's probes: from `first` on, before `end`. */
struct mst_wave {
	unsigned first, end;
};

/* One attempt at a question whose entry is armed. */
struct mst_attempt {
	enum mst_purpose purpose;
	uint32_t entry; /* of the lane's roll for this purpose */
	uint8_t number; /* from 1 */
	struct mst_question_at question;
	uint64_t position; /* of a question that is asked for the first time */
	const struct mst_route_out *route;
};

/* The probes that ask at this attempt. */
struct mst_wave mst_attempt_wave(const struct mst_context *context, const struct mst_attempt *attempt);

/* Adds the frames; the burst has room for one question more than it was wanted to hold (MST_TX_SPARE). */
void mst_frame_attempt(struct mst_sending *sending, const struct mst_attempt *attempt, struct mst_wave wave);

/* The link-layer address that a frame to this target goes to, where it is not that of the route's hop; else NULL. It
 * may be written into `own`. Any thread. */
const uint8_t *mst_frame_mac(const struct mst_shared *shared, const struct mst_route_out *route,
                             const struct mst_addr *addr, uint8_t own[6]);

#endif
