/* SPDX-License-Identifier: BSD-2-Clause */
/* claims.c - see claims.h. */
#include "round/claims.h"

#include <string.h>

enum mst_suspicion mst_claims_take(struct mst_neighbours *neighbours, const struct mst_result *result, bool *grew)
{
	uint32_t addresses;

	*grew = false;
	if (!mst_neighbours_put(neighbours, result))
		return MST_NOT_SUSPECT;
	addresses = mst_neighbours_of(neighbours, result->mac);
	*grew = addresses == MST_PROXY_SUSPECTED;
	return addresses >= MST_PROXY_SUSPECTED ? MST_SUSPECT_PROXY : MST_NOT_SUSPECT;
}

bool mst_claims_next(const struct mst_neighbours *neighbours, const struct mst_result *result, size_t *at,
                     struct mst_claim *claim)
{
	const struct mst_neighbour *neighbour;

	while ((neighbour = mst_neighbours_next(neighbours, result->mac, at))) {
		if (mst_addr_equal(&neighbour->addr, &result->addr))
			continue;
		*claim = (struct mst_claim){ neighbour, MST_SUSPECT_PROXY, neighbour->disputed };
		return true;
	}
	return false;
}

bool mst_claims_dispute(struct mst_neighbours *neighbours, const struct mst_answer *answer, struct mst_claim *claim)
{
	struct mst_neighbour *neighbour = mst_neighbours_find(neighbours, &answer->target);

	if (!neighbour || neighbour->disputed || memcmp(neighbour->mac, answer->mac, sizeof answer->mac) == 0)
		return false;
	neighbour->disputed = true;
	*claim = (struct mst_claim){
		neighbour,
		MST_SUSPECT_CONFLICT,
		mst_neighbours_of(neighbours, neighbour->mac) >= MST_PROXY_SUSPECTED,
	};
	return true;
}
