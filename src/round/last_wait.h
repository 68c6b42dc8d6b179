/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * last_wait.h - how long silent targets are waited for after their last attempt. For the lane's thread.
 */
#ifndef MST_ROUND_LAST_WAIT_H
#define MST_ROUND_LAST_WAIT_H

#include "round/context.h"

/* What it depends on, while a burst is filled. */
struct mst_last_wait {
	uint64_t wait_ns;    /* 0: the time-out of the attempt */
	uint64_t room_least; /* slots of the roll: where fewer are free, likewise */
};

void mst_last_wait_look(struct mst_last_wait *wait, const struct mst_context *context);

/* How long at least, now; 0: the time-out of the attempt. */
static inline uint64_t mst_last_wait_now_ns(const struct mst_last_wait *wait, const struct mst_roll *roll)
{
	return mst_roll_room(roll) >= wait->room_least ? wait->wait_ns : 0;
}

/*
 * A silent target, first asked at this moment, is given up. Answers that come later still count, until the run ends: so
 * the latest of them was waited for least, which the estimate of what was missed needs.
 */
void mst_last_wait_note(const struct mst_context *context, uint64_t first_ns);

#endif
