/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record_asked.h - the verdicts of a lane that no answer gave, as events of the recording, if there is one.
 */
#ifndef MST_ROUND_RECORD_ASKED_H
#define MST_ROUND_RECORD_ASKED_H

#include "plan/preset.h"
#include "round/context.h"

/* A question that needed no frame. */
void mst_record_preset(const struct mst_context *context, const struct mst_question_at *question,
                       const struct mst_preset *preset);

/* A question that was given up. */
void mst_record_expired(const struct mst_context *context, const struct mst_due *due, enum mst_standing standing,
                        enum mst_reason reason);

#endif
