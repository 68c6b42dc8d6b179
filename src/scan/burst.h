/*
 * burst.h - the frames of one system call, and the entries they belong to.
 */
#ifndef MST_SCAN_BURST_H
#define MST_SCAN_BURST_H

#include "probe/probe.h"
#include "tx/tx.h"

/* A question asked in several ways may stand across the end of a system call. */
#define MST_BURST_ROOM (MST_BURST + MST_PROBES_MAX)

struct mst_burst {
	uint32_t count;
	uint32_t slots[MST_BURST_ROOM];
	struct mst_frame frames[MST_BURST_ROOM];
	uint8_t bytes[MST_BURST_ROOM][MST_FRAME_BYTES];
};

/* Adds a frame; needs count < MST_BURST_ROOM. */
static inline void mst_burst_add(struct mst_burst *burst, const struct mst_template *template,
                                 const struct mst_probe_setup *setup, const struct mst_aim *aim)
{
	uint32_t i = burst->count++;

	template->kind->aim(burst->bytes[i], template, setup, aim);
	burst->frames[i] = (struct mst_frame){ burst->bytes[i], template->length };
	burst->slots[i] = aim->ticket.slot;
}

/* The first `gone` frames have left or never will. */
static inline void mst_burst_drop(struct mst_burst *burst, uint32_t gone)
{
	uint32_t left = burst->count - gone;

	for (uint32_t i = 0; gone > 0 && i < left; i++) {
		__builtin_memcpy(burst->bytes[i], burst->bytes[i + gone], MST_FRAME_BYTES);
		burst->frames[i] = (struct mst_frame){ burst->bytes[i], burst->frames[i + gone].length };
		burst->slots[i] = burst->slots[i + gone];
	}
	burst->count = left;
}

#endif
