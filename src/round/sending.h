/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sending.h - how the frames of a lane leave: the burst that waits, the pace,
 * and the time in which the thread had no CPU.
 */
#ifndef MST_ROUND_SENDING_H
#define MST_ROUND_SENDING_H

#include "pace/bucket.h"
#include "round/burst.h"
#include "round/context.h"

struct mst_sending {
	const struct mst_context *context;
	struct mst_tx *tx;                       /* the one of these that sends; borrowed */
	struct mst_tx *engines[MST_SENDERS_MAX]; /* PROOF: [1] is NULL where there is no other one */
	unsigned engine;                         /* its number */
	struct mst_burst burst;
	struct mst_bucket bucket;
	double rate_pps;         /* its share of that of its egress, as the bucket has it */
	uint32_t step;           /* frames a system call */
	uint32_t last_sent_slot; /* of the last frame that left */
	uint64_t frame_ns;       /* what one frame costs in the system call, smoothed */
	uint64_t busy_until_ns;  /* a queue of this machine was full */
	uint64_t stalled_ns;     /* since when it takes no frames; 0: it does */
	uint64_t idle_ns;        /* since the last frame, without anything to send */
	uint64_t awake_ns;       /* when it last ran for certain, or waited for something else than a CPU */
	uint8_t *refusals;       /* of questions, by entry: errno of the last refusal; NULL: there was none */
	bool stale;              /* the burst holds frames of an earlier turn */
	bool has_sent;           /* `tx` has sent a frame */
	bool given_up;           /* the device has taken none for too long: what it pushes back is refused */
	bool stuck;              /* stopped while the queue took nothing: the last frames may never have left */
};

/* `context` and `tx` are borrowed; frames stand in the memory of `tx`. */
void mst_sending_open(struct mst_sending *sending, const struct mst_context *context, struct mst_tx *tx);

/* Also of one that was never opened. */
void mst_sending_close(struct mst_sending *sending);

/* The errno of the last refusal to send for this entry of questions; 0: not known. */
static inline uint8_t mst_sending_refusal(const struct mst_sending *sending, uint32_t entry)
{
	return sending->refusals ? sending->refusals[entry] : 0;
}

/* Why the question there was not sent, for its verdict. */
void mst_sending_note_refusal(struct mst_sending *sending, const struct mst_place *place, int error);

/* The lane's thread begins: paced from now on. */
void mst_sending_begin(struct mst_sending *sending);

/* The egress may send at this rate from now on. */
void mst_sending_set_rate(struct mst_sending *sending, double egress_pps);

/* When the next frame of the burst will leave, as far as the last bursts show. */
static inline uint64_t mst_sending_next_stamp(const struct mst_sending *sending)
{
	return sending->context->now_ns + sending->burst.count * sending->frame_ns;
}

/* The frames of this entry that come next belong to another question, or to another attempt,
 * than those that have left. */
static inline void mst_sending_begin_question(struct mst_sending *sending, uint32_t slot)
{
	if (sending->last_sent_slot == slot)
		sending->last_sent_slot = UINT32_MAX;
}

/* How many frames may leave now. */
uint32_t mst_sending_allowed(struct mst_sending *sending);

/*
 * Whether the queue has taken nothing for so long that frames in it have not left either. Until it moves no question
 * runs out, and then the time-outs of all questions in flight begin again.
 */
bool mst_sending_is_still(const struct mst_sending *sending);

/* The frames of the burst leave later than they were made: at the context's time. */
void mst_sending_restamp(struct mst_sending *sending);

/* The burst is about to leave at `now_ns`: whether its stamps are too old, because the thread had no CPU. */
bool mst_sending_is_late(struct mst_sending *sending, uint64_t now_ns);

/*
 * The lane runs at `now_ns`, and was ready at `due_ns`, or since the last such call: the time between counts as time
 * without CPU, if it is more than waking up takes.
 */
void mst_sending_note_awake(struct mst_sending *sending, uint64_t due_ns, uint64_t now_ns);

/* The lane had nothing to send for so long, until now. */
void mst_sending_note_idle(struct mst_sending *sending, uint64_t idle_ns, uint64_t now_ns);

/* It waited for something else than a CPU, until now: frames that were due meanwhile are dropped from the budget. */
void mst_sending_note_paused(struct mst_sending *sending, uint64_t now_ns);

/* Offers the burst to the engine, at most `allowed` frames; returns how many left. */
uint32_t mst_sending_offer(struct mst_sending *sending, uint32_t allowed);

/* The first frames of the burst, all but `kept`, will never leave. */
void mst_sending_drop(struct mst_sending *sending, uint32_t kept);

/* Sends by the engine that the receiver has chosen: PROOF. Frames that wait leave by that one. */
void mst_sending_follow_engine(struct mst_sending *sending);

/* Whether a question whose time ran out, for this reason, waits until it is decided if its silence proves anything. */
bool mst_sending_awaits_proof(const struct mst_sending *sending, enum mst_reason reason);

/*
 * The device pushes back: whether its frames are refused from now on, because it has taken none for so long. Where
 * there is another engine, the receiver is asked for that one instead.
 */
bool mst_sending_gives_up(struct mst_sending *sending);

/* Gives every question in flight its whole time-out anew. */
void mst_sending_restart_rolls(struct mst_sending *sending);

#endif
