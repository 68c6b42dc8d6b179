/* SPDX-License-Identifier: BSD-2-Clause */
/* elsewhere.c - see elsewhere.h. */
#include "round/elsewhere.h"

#include "round/reference_set.h"

static size_t place_of(const struct mst_addr *target)
{
	return mst_reference_key(target, 0) % MST_ELSEWHERE_PLACES;
}

void mst_elsewhere_note(struct mst_elsewhere *elsewhere, const struct mst_result *result, unsigned lane)
{
	size_t at = place_of(&result->addr);

	if (result->reason != MST_OTHER_ADDRESS)
		return;
	elsewhere->places[at].result = *result;
	elsewhere->places[at].lane = lane;
}

const struct mst_result *mst_elsewhere_again(struct mst_elsewhere *elsewhere, const struct mst_answer *answer,
                                             struct mst_note *note)
{
	size_t at = place_of(&answer->target);
	struct mst_result *first = &elsewhere->places[at].result;

	if (answer->reason != MST_OTHER_ADDRESS || !mst_addr_equal(&first->addr, &answer->target) ||
	    mst_addr_equal(&first->from, &answer->from) || first->suspect == MST_SUSPECT_SEVERAL)
		return NULL;
	*note = (struct mst_note){
		.lane = elsewhere->places[at].lane,
		.was = MST_STANDING_BEST,
		.is = MST_STANDING_BEST,
		.suspected = first->suspect != MST_NOT_SUSPECT,
	};
	first->suspect = MST_SUSPECT_SEVERAL;
	return first;
}
