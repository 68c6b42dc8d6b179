/* SPDX-License-Identifier: BSD-2-Clause */
/* loss.c - see loss.h. */
#include "track/loss.h"

#define SLOT_NS UINT64_C(250000000)

void mst_losses_note(struct mst_losses *losses, uint64_t from_ns, uint64_t until_ns)
{
	uint64_t first = from_ns / SLOT_NS, last = until_ns / SLOT_NS;

	for (uint64_t slot = first; slot <= last && slot - first < MST_LOSS_SLOTS; slot++)
		mst_store(&losses->slots[slot % MST_LOSS_SLOTS], (uint32_t)(slot + 1), relaxed); /* LOSS */
	mst_store(&losses->any, true, relaxed);
}

bool mst_losses_between(const struct mst_losses *losses, uint64_t from_ns, uint64_t until_ns)
{
	uint64_t first = from_ns / SLOT_NS, last = until_ns / SLOT_NS;

	if (!mst_load(&losses->any, relaxed))
		return false;
	for (uint64_t slot = first; slot <= last && slot - first < MST_LOSS_SLOTS; slot++) {
		if (mst_load(&losses->slots[slot % MST_LOSS_SLOTS], relaxed) == (uint32_t)(slot + 1)) /* LOSS */
			return true;
	}
	return false;
}
