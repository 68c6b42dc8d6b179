/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * excuse.h - why the silence of a question proves nothing. Lane's thread.
 */
#ifndef MST_ROUND_EXCUSE_H
#define MST_ROUND_EXCUSE_H

#include "round/context.h"

/*
 * Of the current attempt, which left at `sent_ns`: it never left, or the answer may have been lost in this machine;
 * MST_NO_RESPONSE: it proves something. `stuck`: the last frames of the lane may never have left.
 */
enum mst_reason mst_excuse_of(const struct mst_context *context, bool stuck, const struct mst_due *due,
                              uint64_t sent_ns, uint64_t horizon_ns);

/*
 * Of an egress that leads through several interfaces: whether an answer came through that of this question, so that its
 * silence proves something though the egress as a whole is not proven. See engine_proof.h.
 */
bool mst_excuse_is_heard(const struct mst_context *context, const struct mst_due *due);

/* Whether an attempt that ended for this reason is replaced by another. */
static inline bool mst_reason_is_void(enum mst_reason reason)
{
	return reason == MST_LOCAL_LOSS || reason == MST_GATEWAY_SILENT;
}

/* How many attempts prove something by their silence: neither refused nor excused. `reason`: of the current one. */
static inline unsigned mst_silent_attempts(const struct mst_due *due, enum mst_reason reason)
{
	unsigned void_ones = mst_word_refused(due->word) + mst_word_excused(due->word) + mst_reason_is_void(reason);

	return void_ones < due->attempt ? due->attempt - void_ones : 0;
}

#endif
