/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recording.h - a scan while it is recorded: each frame in both directions,
 * and the facts that its answers are judged by. No lane waits for the disk (record/writer.h).
 *
 *     begin ROUND OFFSET                     a round; what stands behind is of it. OFFSET: wall - monotonic clock, ns
 *     plan LINES                             of its plan (plan/facts.h), before it begins; several are one text
 *     asked SLOT ADDR PORT WORD GAP          an attempt, as its entry had it when its first frame left
 *     expired SLOT STANDING REASON ATTEMPTS  a question was given up
 *     verdict LANE ADDR PORT STATE REASON    a question that needed no frame
 *     incomplete COUNT                       at the end: so many frames and events are not in the file
 *
 * Each has a number; in their order they are what happened, as far as one thing was the cause of another: a lane takes
 * numbers before its frames leave, the receiver after it got one.
 */
#ifndef MST_ROUND_RECORDING_H
#define MST_ROUND_RECORDING_H

#include "record/writer.h"
#include "round/captures.h"
#include "round/recognise.h"
#include "tx/tx.h"

struct mst_recording {
	struct mst_record_writer *writer;
	_Atomic uint64_t number; /* the next */
	uint64_t wall_offset_ns; /* wall - monotonic clock, for the whole record */
	struct {
		uint32_t ifindex, id; /* in the file */
		int linktype;
	} interfaces[MST_CAPTURES_MAX];
	size_t interface_count;
	uint64_t left_out; /* once it is closed */
};

/* Opens the file; the captures are those of the scan. -errno with a sentence. */
int mst_recording_open(struct mst_recording *recording, const struct mst_captures *captures, const char *path,
                       bool force, struct mst_error *err);

/* Any thread: frames and events that are not in the file, because the disk was too slow. */
uint64_t mst_recording_left_out(const struct mst_recording *recording);

/* Completes the file; an incomplete recording ends in an event that says so. Accepts one that was not opened. -errno
 * with a sentence when it could not be written. */
int mst_recording_close(struct mst_recording *recording, struct mst_error *err);

/* Any thread: numbers for so many frames or events; returns the first. */
uint64_t mst_recording_take(struct mst_recording *recording, uint64_t count);

/* Any thread: a frame that left, stamped at this moment of the monotonic clock. `tail` may be NULL. */
void mst_recording_sent(struct mst_recording *recording, uint64_t number, uint64_t sent_ns,
                        const struct mst_frame *frame, const struct mst_tail *tail);

/* Receiver: a frame that came in. */
void mst_recording_received(struct mst_recording *recording, const struct mst_received_frame *captured);

/* Any thread: an event at this moment of the monotonic clock. */
void __attribute__((format(printf, 4, 5)))
mst_recording_event(struct mst_recording *recording, uint64_t number, uint64_t now_ns, const char *format, ...);

/* A round begins: the event is never left out. Not while lanes run. */
void mst_recording_begin(struct mst_recording *recording, size_t round);

/* The plan of a round, before it begins; never left out. -ENOMEM. */
int mst_recording_plan(struct mst_recording *recording, const struct mst_plan *plan, size_t round);

#endif
