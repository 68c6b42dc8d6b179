/* SPDX-License-Identifier: BSD-2-Clause */
/* claims.c - see claims.h. */
#include "round/claims.h"

#include <muster/net.h>
#include <string.h>

/* What an answer for a target shows: targets are no addresses that no host has. */
static enum mst_proof proof_of(const struct mst_addr *addr)
{
	if (addr->family != MST_IPV4)
		return MST_PROOF_NONE;
	return addr->bytes[3] == 0 ? MST_PROOF_FIRST : addr->bytes[3] == 255 ? MST_PROOF_LAST : MST_PROOF_NONE;
}

enum mst_suspicion mst_claims_take(struct mst_neighbours *neighbours, const struct mst_result *result, bool *grew,
                                   bool *many)
{
	uint8_t family = result->addr.family;
	bool was = mst_neighbours_is_proxy(neighbours, result->mac, family), is;
	uint32_t before = mst_neighbours_of(neighbours, result->mac, family);

	*grew = *many = false;
	if (!mst_neighbours_put(neighbours, result))
		return MST_NOT_SUSPECT;
	mst_neighbours_prove(neighbours, result->mac, family, proof_of(&result->addr));
	is = mst_neighbours_is_proxy(neighbours, result->mac, family);
	*grew = is && !was;
	*many = before < MST_PROXY_ADDRESSES &&
	        mst_neighbours_of(neighbours, result->mac, family) == MST_PROXY_ADDRESSES;
	return is ? MST_SUSPECT_PROXY : MST_NOT_SUSPECT;
}

void mst_claims_test(const struct mst_unused *unused, unsigned egress, uint8_t family, uint8_t *tested,
                     struct mst_unused_queue *queue)
{
	uint8_t bit = family == MST_IPV6 ? 2 : 1;

	if (*tested & bit)
		return;
	*tested |= bit;
	for (size_t i = 0; i < unused->addr_count; i++) {
		const struct mst_unused_addr *one = &unused->addrs[i];

		if (one->egress == egress && one->addr.family == family)
			mst_unused_queue_put(queue, &one->addr, 0); /* UNUSED */
	}
}

bool mst_claims_unused(struct mst_neighbours *neighbours, const struct mst_result *result)
{
	uint8_t family = result->addr.family;
	bool was = mst_neighbours_is_proxy(neighbours, result->mac, family);
	enum mst_proof proof = proof_of(&result->addr);

	mst_neighbours_prove(neighbours, result->mac, family, proof ? proof : MST_PROOF_UNUSED);
	return !was && mst_neighbours_is_proxy(neighbours, result->mac, family);
}

bool mst_claims_next(const struct mst_neighbours *neighbours, const struct mst_result *result, size_t *at,
                     struct mst_claim *claim)
{
	const struct mst_neighbour *neighbour;

	while ((neighbour = mst_neighbours_next(neighbours, result->mac, at))) {
		if (neighbour->addr.family != result->addr.family || mst_addr_equal(&neighbour->addr, &result->addr))
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
	if (mst_link_addr_shared_by(neighbour->mac) || mst_link_addr_shared_by(answer->mac))
		return false; /* routers that share an address answer by their own as well */
	neighbour->disputed = true;
	*claim = (struct mst_claim){
		neighbour,
		MST_SUSPECT_CONFLICT,
		mst_neighbours_is_proxy(neighbours, neighbour->mac, neighbour->addr.family),
	};
	return true;
}
