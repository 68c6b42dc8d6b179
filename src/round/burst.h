/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * burst.h - the frames that a lane has made and not sent: they stand in the memory of its engine.
 */
#ifndef MST_ROUND_BURST_H
#define MST_ROUND_BURST_H

#include <string.h>

#include "probe/probe.h"
#include "tx/tx.h"

_Static_assert(MST_PROBE_BYTES <= MST_FRAME_BYTES, "a frame holds every probe");
_Static_assert(MST_PAYLOAD_BYTES <= MST_TAIL_BYTES, "a tail holds every payload");
_Static_assert(MST_PROBES_MAX <= MST_TX_SPARE, "a question fits behind a burst that is all but full");

struct mst_burst {
	struct mst_frame *frames; /* borrowed, as the next */
	struct mst_tail *tails;   /* NULL: frames have none */
	uint32_t count;
	uint32_t most;  /* frames that the engine takes at once */
	uint32_t rooms; /* of tails that were taken */
};

/* The payload of a frame, in a room of its own if it has an identifier. */
static inline struct mst_tail mst_burst_tail(struct mst_burst *burst, const struct mst_probe_kind *kind,
                                             const struct mst_probe_setup *setup, const struct mst_aim *aim)
{
	const struct mst_payload *payload = kind->payload ? kind->payload(setup, aim->port) : NULL;
	uint8_t *room;

	if (!payload)
		return (struct mst_tail){ 0 };
	if (!payload->identifier.count)
		return (struct mst_tail){ payload->bytes, payload->count };
	room = mst_tx_tail_room(burst->tails, burst->most, burst->rooms++);
	kind->fill(room, payload, setup, aim);
	return (struct mst_tail){ room, payload->count };
}

/*
 * Adds a frame for this hop; needs count < burst of the engine + MST_TX_SPARE. `mac` is the target's where the hop is a
 * neighbour, else NULL.
 */
static inline void mst_burst_add(struct mst_burst *burst, const struct mst_template *template,
                                 const struct mst_probe_setup *setup, const struct mst_aim *aim,
                                 const struct mst_hop *hop, const uint8_t *mac)
{
	struct mst_frame *frame = &burst->frames[burst->count];

	frame->ifindex = aim->addr.scope ? aim->addr.scope
	                                 : (uint32_t)hop->ifindex; /* an own address is reached by way of lo */
	memcpy(frame->ethernet, hop->ethernet, MST_ETHERNET_BYTES);
	if (mac)
		memcpy(frame->ethernet, mac, 6);
	template->kind->aim(frame->bytes, template, setup, aim);
	if (template->kind->wrap)
		template->kind->wrap(frame->bytes, frame->ethernet, &aim->addr);
	frame->length = template->length;
	frame->slot = aim->ticket.slot;
	if (burst->tails)
		burst->tails[burst->count] = mst_burst_tail(burst, template->kind, setup, aim);
	burst->count++;
}

/* The first `gone` frames have left or never will. */
static inline void mst_burst_drop(struct mst_burst *burst, uint32_t gone)
{
	burst->count -= gone;
	if (gone && burst->count)
		memmove(burst->frames, burst->frames + gone, burst->count * sizeof *burst->frames);
	if (gone && burst->count && burst->tails)
		memmove(burst->tails, burst->tails + gone, burst->count * sizeof *burst->tails);
}

#endif
