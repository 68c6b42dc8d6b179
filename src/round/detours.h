/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * detours.h - targets whose route is another one than planned, so that they cannot be probed as planned: ROUTES. The
 * receiver publishes a list, which is never changed, in place of the one before; lanes look into it.
 */
#ifndef MST_ROUND_DETOURS_H
#define MST_ROUND_DETOURS_H

#include <muster/addr.h>
#include <stdbool.h>

#include "base/atomic.h"

struct mst_detour {
	struct mst_addr first, last;
};

struct mst_detours {
	struct mst_detours *before; /* the list that it replaced: lanes may still read it */
	size_t count, room;
	bool all; /* every target */
	struct mst_detour *of;
};

/* Those of a round; freed with it. */
struct mst_detour_lists {
	struct mst_detours *_Atomic now; /* ROUTES; NULL: all is as planned */
	struct mst_detours *made;        /* the receiver's: all lists, the latest first */
};

/* Adds a range to a list that is not published. -ENOMEM. */
int mst_detours_add(struct mst_detours *detours, const struct mst_addr *first, const struct mst_addr *last);

/* Publishes a list, which the lists own from now on; NULL: all is as planned again. Receiver. */
void mst_detours_publish(struct mst_detour_lists *lists, struct mst_detours *detours);

/* After the round. */
void mst_detours_close(struct mst_detour_lists *lists);

/* Any thread. */
bool mst_detours_have(const struct mst_detours *detours, const struct mst_addr *addr);

static inline bool mst_is_detoured(const struct mst_detour_lists *lists, const struct mst_addr *addr)
{
	const struct mst_detours *detours = mst_load(&lists->now, acquire); /* ROUTES */

	return detours && mst_detours_have(detours, addr);
}

#endif
