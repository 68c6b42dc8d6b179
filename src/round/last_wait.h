/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * last_wait.h - how long silent targets are waited for after their last attempt. For the lane's thread.
 */
#ifndef MST_ROUND_LAST_WAIT_H
#define MST_ROUND_LAST_WAIT_H

#include "round/context.h"

/* How long at least, now; 0: the time-out of the attempt. */
uint64_t mst_last_wait_ns(const struct mst_context *context);

/*
 * A silent target, first asked at this moment, is given up. Answers that come later still count, until the run ends: so
 * the latest of them was waited for least, which the estimate of what was missed needs.
 */
void mst_last_wait_note(const struct mst_context *context, uint64_t first_ns);

#endif
