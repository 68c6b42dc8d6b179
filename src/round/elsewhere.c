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
	size_t at;

	if (result->reason != MST_OTHER_ADDRESS)
		return;
	at = place_of(&result->addr);
	elsewhere->places[at].result = *result;
	elsewhere->places[at].lane = lane;
}

const struct mst_result *mst_elsewhere_again(struct mst_elsewhere *elsewhere, const struct mst_answer *answer,
                                             struct mst_note *note)
{
	struct mst_result *first;
	size_t at;

	if (answer->reason != MST_OTHER_ADDRESS)
		return NULL;
	at = place_of(&answer->target);
	first = &elsewhere->places[at].result;
	if (!mst_addr_equal(&first->addr, &answer->target) || mst_addr_equal(&first->from, &answer->from) ||
	    first->suspect == MST_SUSPECT_SEVERAL)
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
