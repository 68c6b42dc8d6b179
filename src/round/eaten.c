/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eaten.c - what interfaces dropped of what an engine sent: see prover.h. Their counters have all drops, also those
 * that the engine has noticed: such a frame is not counted as sent, and is offered again.
 */
#include "round/prover.h"

static uint64_t sent_by(const struct mst_prover *prover, const struct mst_egress *egress)
{
	uint64_t sent = 0;

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++)
		sent += mst_load(&prover->shared->published[i].counts.sent, relaxed);
	return sent;
}

static uint64_t dropped_at(const struct mst_prover *prover, int ifindex)
{
	struct mst_drops drops;

	return prover->rtnl && mst_drops_of(prover->rtnl, ifindex, &drops) == 0 ? drops.out : 0;
}

static uint64_t reported_by(const struct mst_prover *prover, const struct mst_egress *egress)
{
	uint64_t reported = 0;

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		const struct mst_tx *tx = mst_prover_sender(prover, egress, i);

		reported += tx ? mst_load(&tx->dropped, relaxed) : 0;
	}
	return reported;
}

void mst_prover_start(struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_engine_proof *proof = &prover->shared->egresses[egress->number].proof;
	struct mst_prover_began *began = &prover->began[egress->number];

	began->sent = sent_by(prover, egress);
	began->reported = reported_by(prover, egress);
	for (unsigned i = 0; i < proof->interface_count; i++)
		began->drops[i] = dropped_at(prover, proof->interfaces[i]);
}

/* Once an interface is heard, all that the engine has noticed may have been dropped there. */
uint64_t mst_prover_eaten(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_engine_proof *proof = &prover->shared->egresses[egress->number].proof;
	const struct mst_prover_began *began = &prover->began[egress->number];
	uint64_t more = 0, reported = 0;

	for (unsigned i = 0; i < proof->interface_count; i++) {
		uint64_t drops = mst_engine_proof_has_heard(proof, i) ? 0 : dropped_at(prover, proof->interfaces[i]);

		more += drops > began->drops[i] ? drops - began->drops[i] : 0;
	}
	if (mst_load(&proof->heard, relaxed) == 0) /* PROOF */
		reported = reported_by(prover, egress) - began->reported;
	return mst_engine_proof_eaten(more, reported, sent_by(prover, egress) - began->sent);
}
