/* SPDX-License-Identifier: BSD-2-Clause */
/* waiting.c - see waiting.h. */
#include "scan/waiting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 64

static size_t home_of(const struct mst_waiting *waiting, uint64_t position)
{
	/* Fibonacci hashing: the high bits of the product are mixed best. */
	return (size_t)((position * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (waiting->room - 1);
}

/* Its slot, or the free one where it would be. */
static struct mst_waiting_port *slot_of(const struct mst_waiting *waiting, uint64_t position)
{
	size_t at = home_of(waiting, position);

	while (waiting->slots[at].position != MST_NO_POSITION && waiting->slots[at].position != position)
		at = (at + 1) & (waiting->room - 1);
	return &waiting->slots[at];
}

static int grow(struct mst_waiting *waiting)
{
	struct mst_waiting more = { .room = waiting->room ? waiting->room * 2 : ROOM_FIRST, .count = waiting->count };

	more.slots = malloc(more.room * sizeof *more.slots);
	if (!more.slots)
		return -ENOMEM;
	for (size_t i = 0; i < more.room; i++)
		more.slots[i].position = MST_NO_POSITION;
	for (size_t i = 0; i < waiting->room; i++) {
		if (waiting->slots[i].position != MST_NO_POSITION)
			*slot_of(&more, waiting->slots[i].position) = waiting->slots[i];
	}
	free(waiting->slots);
	*waiting = more;
	return 0;
}

int mst_waiting_put(struct mst_waiting *waiting, const struct mst_result *result)
{
	struct mst_waiting_port *slot;

	if (waiting->count >= waiting->room / 4 * 3 && grow(waiting) < 0)
		return -ENOMEM;
	slot = slot_of(waiting, result->position);
	waiting->count += slot->position == MST_NO_POSITION;
	*slot = (struct mst_waiting_port){
		.position = result->position,
		.rtt_ns = result->rtt_ns,
		.time_ns = result->time_ns,
		.has_mac = result->has_mac,
		.proto = result->proto,
		.reason = result->reason,
		.ttl = result->ttl,
		.attempts = result->attempts,
		.attempt = result->attempt,
		.suspect = result->suspect,
	};
	memcpy(slot->mac, result->mac, sizeof slot->mac);
	return 0;
}

struct mst_waiting_port *mst_waiting_find(const struct mst_waiting *waiting, uint64_t position)
{
	struct mst_waiting_port *slot;

	if (!waiting->count || position == MST_NO_POSITION)
		return NULL;
	slot = slot_of(waiting, position);
	return slot->position == position ? slot : NULL;
}

/* Moves up those behind it that would not be found any more. */
static void empty(struct mst_waiting *waiting, size_t hole)
{
	size_t mask = waiting->room - 1;

	for (size_t at = (hole + 1) & mask; waiting->slots[at].position != MST_NO_POSITION; at = (at + 1) & mask) {
		size_t home = home_of(waiting, waiting->slots[at].position);

		if (((at - home) & mask) >= ((at - hole) & mask)) {
			waiting->slots[hole] = waiting->slots[at];
			hole = at;
		}
	}
	waiting->slots[hole].position = MST_NO_POSITION;
	waiting->count--;
}

bool mst_waiting_take(struct mst_waiting *waiting, uint64_t position, struct mst_result *result)
{
	const struct mst_waiting_port *port = mst_waiting_find(waiting, position);

	if (!port)
		return false;
	result->position = position;
	result->from = result->addr;
	result->rtt_ns = port->rtt_ns;
	result->time_ns = port->time_ns;
	result->proto = port->proto;
	result->state = result->was = MST_OPEN;
	result->reason = port->reason;
	result->ttl = port->ttl;
	result->attempts = port->attempts;
	result->attempt = port->attempt;
	result->suspect = port->suspect;
	memcpy(result->mac, port->mac, sizeof result->mac);
	result->has_mac = port->has_mac;
	result->about_port = result->amended = true;
	empty(waiting, (size_t)(port - waiting->slots));
	return true;
}

struct mst_waiting_port *mst_waiting_next(const struct mst_waiting *waiting, size_t *at)
{
	while (*at < waiting->room) {
		struct mst_waiting_port *port = &waiting->slots[(*at)++];

		if (port->position != MST_NO_POSITION)
			return port;
	}
	return NULL;
}

void mst_waiting_free(struct mst_waiting *waiting)
{
	free(waiting->slots);
	*waiting = (struct mst_waiting){ 0 };
}
