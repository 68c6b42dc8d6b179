/* SPDX-License-Identifier: BSD-2-Clause */
/* record_asked.c - see record_asked.h. */
#include "round/record_asked.h"

#include "plan/fact.h"
#include "round/recording.h"

void mst_record_preset(const struct mst_context *context, const struct mst_question_at *question,
                       const struct mst_preset *preset)
{
	struct mst_recording *recording = context->shared->recording;
	char addr[MST_FACT_ADDR];

	if (recording)
		mst_recording_event(recording, mst_recording_take(recording, 1), context->now_ns,
		                    "verdict %u %s %u %u %u", context->lane, mst_fact_addr(addr, &question->addr),
		                    question->port, (enum mst_state)preset->state, (enum mst_reason)preset->reason);
}

void mst_record_expired(const struct mst_context *context, const struct mst_due *due, enum mst_standing standing,
                        enum mst_reason reason)
{
	struct mst_recording *recording = context->shared->recording;
	uint32_t slot = mst_slot_of(&context->plan->capacity, MST_ASK, context->lane, due->slot);

	if (recording)
		mst_recording_event(recording, mst_recording_take(recording, 1), context->now_ns, "expired %u %u %u %u",
		                    slot, standing, reason, due->attempt);
}
