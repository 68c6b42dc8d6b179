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

	elsewhere->places[at].result = *result;
	elsewhere->places[at].lane = lane;
}

const struct mst_result *mst_elsewhere_differs(struct mst_elsewhere *elsewhere, const struct mst_addr *target,
                                               const struct mst_addr *from, struct mst_note *note)
{
	size_t at = place_of(target);
	struct mst_result *first = &elsewhere->places[at].result;

	if (!mst_addr_equal(&first->addr, target) || mst_addr_equal(&first->from, from) ||
	    first->suspect == MST_SUSPECT_SEVERAL)
		return NULL;
	note->lane = elsewhere->places[at].lane;
	note->suspected = first->suspect != MST_NOT_SUSPECT;
	first->suspect = MST_SUSPECT_SEVERAL;
	return first;
}
