/* SPDX-License-Identifier: BSD-2-Clause */
/* asking_left.c - whether a lane has anything left to ask; see asking.h. */
#include "round/asking.h"
#include "round/positions.h"

static const struct mst_roll *roll_of(const struct mst_asking *asking)
{
	return &asking->context->rolls->of[MST_ASK];
}

bool mst_asking_is_eager(const struct mst_asking *asking)
{
	uint64_t horizon_ns = mst_load(&asking->context->shared->horizon_ns, relaxed);
	const struct mst_roll *roll = roll_of(asking);

	if (asking->sending->burst.count || asking->pace.waits)
		return asking->sending->burst.count;
	if (mst_asking_has_room(asking) && mst_asking_has_next(asking))
		return true;
	return !asking->awaits && mst_roll_next_due_ns(roll, horizon_ns) <= horizon_ns;
}

bool mst_asking_is_idle(const struct mst_asking *asking)
{
	return !asking->sending->burst.count && mst_roll_is_empty(roll_of(asking)) && !mst_asking_has_next(asking);
}

bool mst_asking_is_over(struct mst_asking *asking)
{
	return mst_asking_is_idle(asking) && !mst_positions_has_more(asking->context) &&
	       mst_unused_asking_is_over(&asking->unused);
}
