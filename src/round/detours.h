/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detours.h - targets whose route is another one than planned, so that they cannot be probed as planned: ROUTES. The
 * receiver publishes a list, which is never changed, in place of the one before; lanes look into it, within one turn.
 * A list that was replaced is freed when every lane has ended the turn in which it may have read it (EPOCH).
 */
#ifndef MST_ROUND_DETOURS_H
#define MST_ROUND_DETOURS_H

#include <muster/addr.h>
#include <muster/scan_config.h>
#include <stdbool.h>

#include "base/atomic.h"
#include "round/published.h"

struct mst_detour {
	struct mst_addr first, last;
};

struct mst_detours {
	struct mst_detours *before;     /* that was replaced earlier, and is not freed yet */
	uint64_t epochs[MST_LANES_MAX]; /* of the lanes, when it was replaced */
	size_t count, room;
	bool all;              /* every target */
	struct mst_detour *of; /* published: ascending, disjoint */
};

/* Those of a round; freed with it. */
struct mst_detour_lists {
	struct mst_detours *_Atomic now; /* ROUTES; NULL: all is as planned */
	struct mst_detours *replaced;    /* the receiver's: the latest first */
};

/* Adds a range to a list that is not published. -ENOMEM. */
int mst_detours_add(struct mst_detours *detours, const struct mst_addr *first, const struct mst_addr *last);

/* Sorts and joins the ranges. */
void mst_detours_seal(struct mst_detours *detours);

/* Whether two sealed lists have the same targets; NULL has none. */
bool mst_detours_same(const struct mst_detours *a, const struct mst_detours *b);

/* Publishes a sealed list, which the lists own from now on; NULL: all is as planned again. `lanes`: of the round.
 * Receiver. */
void mst_detours_publish(struct mst_detour_lists *lists, struct mst_detours *detours, const struct mst_published *lanes,
                         unsigned lane_count);

/* Of a list that was not published; accepts NULL. */
void mst_detours_free(struct mst_detours *detours);

/* After the round. */
void mst_detours_close(struct mst_detour_lists *lists);

/* Of a sealed list. Any thread. */
bool mst_detours_have(const struct mst_detours *detours, const struct mst_addr *addr);

static inline bool mst_is_detoured(const struct mst_detour_lists *lists, const struct mst_addr *addr)
{
	const struct mst_detours *detours = mst_load(&lists->now, acquire); /* ROUTES */

	return detours && mst_detours_have(detours, addr);
}

#endif
