/* SPDX-License-Identifier: BSD-2-Clause */
/* changing.c - how a lane changes its engine: see sending.h, engine_proof.h. */
#include <string.h>

#include "base/clock.h"
#include "round/sending.h"

/* Frames are stamped for when they should leave: so far apart, none of one engine has a stamp of the other's time. */
#define APART_NS (2 * MST_NS_PER_MS)

static void begin_apart(struct mst_sending *sending)
{
	const struct mst_context *context = sending->context;

	mst_store(&context->published->engine_since_ns, context->now_ns + APART_NS / 2, release); /* PROOF */
	sending->busy_until_ns = context->now_ns + APART_NS;
	mst_store(&context->published->silent, 0, relaxed); /* PROOF: of this one nothing is known yet */
	sending->stale = true;                              /* frames that wait get new stamps when they leave */
}

/* Frames are the same for all engines; those that the other one has no room for will not leave. */
void mst_sending_follow_engine(struct mst_sending *sending)
{
	unsigned engine = mst_load(&sending->context->state->proof.engine, acquire); /* PROOF */
	struct mst_tx *tx = sending->engines[engine];
	struct mst_burst *burst = &sending->burst;

	if (!tx)
		return;
	sending->engine = engine;
	begin_apart(sending);
	if (tx == sending->tx)
		return; /* only what hears is another */
	mst_sending_drop(sending, tx->burst);
	if (burst->count)
		memcpy(tx->frames, burst->frames, burst->count * sizeof *burst->frames);
	if (burst->count && burst->tails)
		memcpy(tx->tails, burst->tails, burst->count * sizeof *burst->tails);
	*burst = (struct mst_burst){ tx->frames, tx->tails, burst->count, tx->burst, burst->rooms };
	sending->tx = tx;
	sending->has_sent = sending->given_up = false;
	sending->stalled_ns = 0;
	sending->rate_pps = -1; /* that of the egress is taken anew: steps depend on the engine */
}
