/* governor.c - see governor.h. */
#include "scan/governor.h"

#include "scan/lane.h"
#include "scan/receiver.h"

#define LOOK_EVERY_NS (5 * MST_NS_PER_MS)
#define BLIND_PPS 100000 /* who hears nothing, does not know whom it floods */

void mst_governor_open(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns)
{
	const struct mst_pacing *pacing = &plan->pacing;

	*governor = (struct mst_governor){ .looked_ns = now_ns };
	mst_adapt_open(&governor->adapt, pacing->start_pps, pacing->floor_pps, pacing->cap_pps, BLIND_PPS, now_ns);
}

static struct mst_senses sense(const struct mst_round *round, uint64_t now_ns)
{
	const struct mst_receiver *receiver = round->receiver;
	uint64_t answered = mst_load(&receiver->canaries_answered, relaxed), lost = 0, sent = 0;

	for (unsigned i = 0; i < round->plan->config->lanes; i++) {
		sent += mst_load(&round->lanes[i].counts.sent, relaxed);
		lost += mst_load(&round->lanes[i].counts.canaries_lost, relaxed);
	}
	return (struct mst_senses){
		.now_ns = now_ns,
		.patience_ns = mst_load(&round->canary_ns, relaxed),
		.heard = mst_load(&round->flock.count, relaxed) > 0,
		.sent = sent,
		.canaries = answered + lost,
		.canaries_lost = lost,
		.drops = mst_load(&receiver->counts.capture_drops, relaxed),
	};
}

void mst_governor_turn(struct mst_governor *governor, struct mst_round *round, uint64_t now_ns)
{
	const struct mst_adapt *adapt = &governor->adapt;
	struct mst_senses senses;

	if (!round->plan->pacing.adaptive || now_ns - governor->looked_ns < LOOK_EVERY_NS)
		return;
	governor->looked_ns = now_ns;
	senses = sense(round, now_ns);
	mst_store(&round->rate_pps, mst_adapt_turn(&governor->adapt, &senses), relaxed); /* RATE */
	if (adapt->lossy_until_ns == governor->lossy_until_ns)
		return;
	governor->lossy_until_ns = adapt->lossy_until_ns;
	mst_losses_note(&round->congestion, adapt->lossy_from_ns, adapt->lossy_until_ns); /* LOSS */
}
