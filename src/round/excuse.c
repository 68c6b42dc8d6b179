/* SPDX-License-Identifier: BSD-2-Clause */
/* excuse.c - see excuse.h. */
#include "round/excuse.h"

enum mst_reason mst_excuse_of(const struct mst_context *context, bool stuck, const struct mst_due *due,
                              uint64_t sent_ns, uint64_t horizon_ns)
{
	const struct mst_shared *shared = context->shared;

	if (mst_word_refused(due->word) >= due->attempt)
		return MST_NOT_SENT;
	if (stuck || mst_run_failed(shared->run) || /* TROUBLE */
	    sent_ns < mst_load(&context->published->engine_since_ns, relaxed) ||
	    mst_engine_proof_stands(&context->state->proof) == MST_ENGINE_EATEN)
		return MST_LOCAL_LOSS;
	return mst_losses_between(&shared->losses, sent_ns, horizon_ns) ? MST_LOCAL_LOSS : MST_NO_RESPONSE; /* LOSS */
}
