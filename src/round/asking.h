/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asking.h - what a lane asks: questions that have run out first, then new positions; in between reference probes, and
 * before both what is not in use.
 */
#ifndef MST_ROUND_ASKING_H
#define MST_ROUND_ASKING_H

#include "round/asking_parts.h"

#define MST_LANE_RESULTS 4096 /* a turn: then the reporter gets a look in */

/* Opens the lane's rolls. -ENOMEM with a sentence. `context` and `sending` are borrowed. */
int mst_asking_open(struct mst_asking *asking, const struct mst_context *context, struct mst_sending *sending,
                    struct mst_error *err);

void mst_asking_close(struct mst_asking *asking);

/* A turn begins. */
void mst_asking_begin_turn(struct mst_asking *asking);

/* Whether it could ask at once if a frame might leave. */
bool mst_asking_is_eager(const struct mst_asking *asking);

/* Whether every question has its verdict, and nothing else is left to ask. */
bool mst_asking_is_over(struct mst_asking *asking);

/* Whether nothing is in flight or waits to leave, and this lane takes no new question now. */
bool mst_asking_is_idle(const struct mst_asking *asking);

/* Fills the burst up to `wanted` frames, and gives the verdicts that are due; returns whether anything was done. */
bool mst_asking_fill(struct mst_asking *asking, uint32_t wanted);

#endif
