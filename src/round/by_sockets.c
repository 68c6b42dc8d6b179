/* SPDX-License-Identifier: BSD-2-Clause */
/* by_sockets.c - see by_sockets.h. */
#include "round/by_sockets.h"

#include <errno.h>

static uint32_t slot_of(const struct mst_sending *sending, uint32_t entry)
{
	return mst_slot_of(&sending->context->plan->capacity, MST_ASK, sending->context->lane, entry);
}

uint32_t mst_by_sockets_room(const struct mst_sending *sending)
{
	return sending->tx && sending->tx->engine->room ? sending->tx->engine->room(sending->tx) : UINT32_MAX;
}

bool mst_by_sockets_never_left(struct mst_sending *sending, uint32_t entry)
{
	const struct mst_place place = { .purpose = MST_ASK, .entry = entry };
	const struct mst_tx *tx = sending->tx;

	if (!tx || !tx->engine->never_left || !tx->engine->never_left(tx, slot_of(sending, entry)))
		return false;
	mst_sending_note_refusal(sending, &place, EPERM);
	return true;
}

void mst_by_sockets_over(const struct mst_sending *sending, uint32_t entry)
{
	if (sending->tx && sending->tx->engine->over)
		sending->tx->engine->over(sending->tx, slot_of(sending, entry));
}
