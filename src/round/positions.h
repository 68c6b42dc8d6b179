/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * positions.h - which position of the order a lane asks next: NEXT. The lanes of an egress share the order, and each
 * takes a chunk of it at a time. For the lane's thread.
 */
#ifndef MST_ROUND_POSITIONS_H
#define MST_ROUND_POSITIONS_H

#include "round/context.h"

/* The next position without a verdict of an earlier process; false when there are none left. */
bool mst_positions_next(const struct mst_context *context, uint64_t *position);

/* Whether there are any left, and the scan has not been stopped. */
bool mst_positions_has_more(const struct mst_context *context);

/* Whether this lane may take one: it takes part (CREW), or has not come to the end of its chunk. */
bool mst_positions_has_next(const struct mst_context *context);

#endif
