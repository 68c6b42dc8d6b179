/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asking_parts.h - what a lane asks by, and what asking.c, for new questions, and expiring.c, for those that have run
 * out, have in common.
 */
#ifndef MST_ROUND_ASKING_PARTS_H
#define MST_ROUND_ASKING_PARTS_H

#include "round/ahead.h"
#include "round/error_pace.h"
#include "round/references.h"
#include "round/trace.h"
#include "round/unused_asking.h"

struct mst_asking {
	const struct mst_context *context;
	struct mst_sending *sending;
	struct mst_references references;
	struct mst_unused_asking unused;
	struct mst_error_pace pace;  /* to hosts that limit their ICMP errors */
	struct mst_outbox *verdicts; /* of the lane */
	struct mst_ahead ahead;
	uint32_t results; /* put in this turn */
	bool awaits;      /* a question waits for proof that its gateway lives, or that frames leave */
	uint32_t skipped; /* positions of other egresses, in this turn */
};

static inline struct mst_roll *mst_asking_roll(const struct mst_asking *asking)
{
	return &asking->context->rolls->of[MST_ASK];
}

/* Whether the roll and the engine have room for one more new question, with every probe. */
bool mst_asking_has_room(const struct mst_asking *asking);

/* Whether there are new questions for this lane. */
bool mst_asking_has_next(const struct mst_asking *asking);

/* There is no memory for a verdict: the round fails. */
void mst_asking_fail(const struct mst_context *context);

/* A verdict that no answer gave. */
void mst_asking_report(struct mst_asking *asking, const struct mst_question_at *question, uint64_t position,
                       enum mst_state state, enum mst_reason reason, uint8_t attempts, uint8_t error);

/* The entry of the question is armed: its frames go into the burst. */
static inline void mst_asking_ask(struct mst_asking *asking, const struct mst_attempt *attempt)
{
	const struct mst_context *context = asking->context;

	mst_trace_armed(context->shared, &attempt->question.addr, attempt->question.port, attempt->number,
	                context->lane);
	mst_references_count(&asking->references);
	mst_frame_attempt(asking->sending, attempt, mst_attempt_wave(asking->context, attempt));
}

#endif
