/* SPDX-License-Identifier: BSD-2-Clause */
/* shape.c - see shape.h. */
#include "journal/shape.h"

#include <errno.h>
#include <stdlib.h>

#define SLOTS_FIRST 256

_Static_assert(sizeof(struct mst_shape) == MST_SHAPE_BYTES, "compared and hashed as bytes");

static uint8_t flags_of(const struct mst_result *result, bool provisional)
{
	unsigned flags = 0;

	if (result->amended)
		flags |= MST_SHAPE_AMENDED;
	if (result->has_mac)
		flags |= MST_SHAPE_MAC;
	if (provisional)
		flags |= MST_SHAPE_PROVISIONAL;
	if (result->rtt_ns >= 0)
		flags |= MST_SHAPE_RTT;
	if (result->from.family != MST_NO_FAMILY)
		flags |= mst_addr_equal(&result->from, &result->addr) ? MST_SHAPE_FROM_TARGET : MST_SHAPE_FROM_OTHER;
	return (uint8_t)flags;
}

struct mst_shape mst_shape_of(const struct mst_result *result, bool provisional)
{
	return (struct mst_shape){
		.state = result->state,
		.reason = result->reason,
		.suspect = result->suspect,
		.was = result->amended ? result->was : 0,
		.ttl = result->ttl,
		.attempts = result->attempts,
		.attempt = result->attempt,
		.proto = result->proto,
		.icmp_type = result->icmp_type,
		.icmp_code = result->icmp_code,
		.error = result->error,
		.flags = flags_of(result, provisional),
	};
}

/* ---- the table ---- */

static bool is_same(const struct mst_shape *a, const struct mst_shape *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static uint32_t hash(const struct mst_shape *shape)
{
	uint64_t low;
	uint32_t high;

	memcpy(&low, shape, sizeof low);
	memcpy(&high, (const uint8_t *)shape + sizeof low, sizeof high);
	low = (low ^ (uint64_t)high << 29) * 0x9e3779b97f4a7c15;
	return (uint32_t)(low >> 32);
}

static uint16_t *slot_of(const struct mst_shapes *shapes, const struct mst_shape *shape)
{
	uint32_t at = hash(shape);

	for (;; at++) {
		uint16_t *slot = &shapes->slots[at & (shapes->slot_count - 1)];

		if (*slot == 0 || is_same(&shapes->items[*slot - 1], shape))
			return slot;
	}
}

static bool grow_slots(struct mst_shapes *shapes)
{
	uint32_t count = shapes->slot_count ? shapes->slot_count * 2 : SLOTS_FIRST;
	uint16_t *slots = calloc(count, sizeof *slots);

	if (!slots)
		return false;
	free(shapes->slots);
	shapes->slots = slots;
	shapes->slot_count = count;
	for (uint32_t i = 0; i < shapes->count; i++)
		*slot_of(shapes, &shapes->items[i]) = (uint16_t)(i + 1);
	return true;
}

static bool make_room(struct mst_shapes *shapes)
{
	uint32_t room = shapes->room ? shapes->room * 2 : SLOTS_FIRST / 2;
	struct mst_shape *items;

	if (shapes->count * 2 >= shapes->slot_count && !grow_slots(shapes))
		return false;
	if (shapes->count < shapes->room)
		return true;
	items = realloc(shapes->items, room * sizeof *items);
	if (!items)
		return false;
	shapes->items = items;
	shapes->room = room;
	return true;
}

uint16_t mst_shapes_number(struct mst_shapes *shapes, const struct mst_shape *shape)
{
	uint16_t *slot;

	if (shapes->last && is_same(&shapes->items[shapes->last - 1], shape))
		return shapes->last;
	slot = shapes->slots ? slot_of(shapes, shape) : NULL;
	if (!slot || *slot == 0) {
		if (shapes->count == MST_SHAPES_MAX || !make_room(shapes))
			return 0;
		slot = slot_of(shapes, shape); /* the table may be another one now */
		shapes->items[shapes->count++] = *shape;
		*slot = (uint16_t)shapes->count;
	}
	return shapes->last = *slot;
}

int mst_shapes_append(struct mst_shapes *shapes, const struct mst_shape *shape)
{
	uint16_t *slot;

	if (shapes->count == MST_SHAPES_MAX)
		return -EBADMSG;
	if (!make_room(shapes))
		return -ENOMEM;
	slot = slot_of(shapes, shape);
	shapes->items[shapes->count++] = *shape;
	*slot = (uint16_t)shapes->count;
	return 0;
}

void mst_shapes_free(struct mst_shapes *shapes)
{
	free(shapes->items);
	free(shapes->slots);
	*shapes = (struct mst_shapes){ 0 };
}

/* ---- bytes ---- */

void mst_put_shape(struct mst_bytes *buffer, const struct mst_shape *shape)
{
	mst_bytes_put_bytes(buffer, shape, sizeof *shape);
}

struct mst_shape mst_read_shape(struct mst_reader *r)
{
	const uint8_t *bytes = mst_read_bytes(r, sizeof(struct mst_shape));
	struct mst_shape shape = { 0 };

	if (bytes)
		memcpy(&shape, bytes, sizeof shape);
	if (shape.state >= MST_STATE_COUNT || shape.was >= MST_STATE_COUNT || shape.reason >= MST_REASON_COUNT ||
	    shape.suspect >= MST_SUSPICION_COUNT || shape.flags & ~MST_SHAPE_FLAGS ||
	    ((shape.flags & MST_SHAPE_FROM_TARGET) && (shape.flags & MST_SHAPE_FROM_OTHER)))
		r->short_read = true;
	return shape;
}
