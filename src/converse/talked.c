/* SPDX-License-Identifier: BSD-2-Clause */
/* talked.c - see talked.h. */
#include "converse/talked.h"

#include <stdlib.h>

#define ROOM_FIRST 256

/* Nobody but the user chooses the addresses, so that their hash needs no key. */
static size_t hash_of(const struct mst_addr *addr)
{
	uint64_t hash = addr->family;

	for (size_t i = 0; i < sizeof addr->bytes; i++)
		hash = (hash ^ addr->bytes[i]) * UINT64_C(0x100000001b3);
	return (size_t)(hash ^ hash >> 29);
}

static bool same(const struct mst_addr *a, const struct mst_addr *b)
{
	return a->family == b->family && a->scope == b->scope && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static struct mst_talked_host *slot_for(const struct mst_talked *peers, const struct mst_addr *addr)
{
	size_t at = hash_of(addr) & (peers->room - 1);

	while (peers->slots[at].addr.family && !same(&peers->slots[at].addr, addr))
		at = (at + 1) & (peers->room - 1);
	return &peers->slots[at];
}

static bool make_room(struct mst_talked *peers)
{
	struct mst_talked more = { .room = peers->room ? 2 * peers->room : ROOM_FIRST, .count = peers->count };

	more.slots = calloc(more.room, sizeof *more.slots);
	if (!more.slots)
		return false;
	for (size_t i = 0; i < peers->room; i++) {
		if (peers->slots[i].addr.family)
			*slot_for(&more, &peers->slots[i].addr) = peers->slots[i];
	}
	free(peers->slots);
	*peers = more;
	return true;
}

struct mst_talked_host *mst_talked_find(struct mst_talked *peers, const struct mst_addr *addr)
{
	struct mst_talked_host *slot;

	if (4 * (peers->count + 1) > 3 * peers->room && !make_room(peers))
		return NULL;
	slot = slot_for(peers, addr);
	if (!slot->addr.family) {
		slot->addr = *addr;
		peers->count++;
	}
	return slot;
}

void mst_talked_free(struct mst_talked *peers)
{
	free(peers->slots);
	*peers = (struct mst_talked){ 0 };
}
