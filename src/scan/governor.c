/* governor.c - see governor.h. */
#include "scan/governor.h"

#include <math.h>

#include "scan/lane.h"
#include "scan/receiver.h"

#define LOOK_EVERY_NS (2 * MST_NS_PER_MS)
#define FIXED_EVERY_NS (100 * MST_NS_PER_MS)
#define REACHED 0.9      /* of a fixed rate */
#define BLIND_PPS 100000 /* who hears nothing, does not know whom it floods */

void mst_governor_open(struct mst_governor *governor, const struct mst_plan *plan, uint64_t now_ns)
{
	const struct mst_pacing *pacing = &plan->pacing;

	*governor = (struct mst_governor){ .looked_ns = now_ns, .before.now_ns = now_ns };
	for (unsigned i = plan->wire_count; i < plan->way_count; i++)
		mst_adapt_open(&governor->ways[i].adapt, pacing->start_pps, pacing->floor_pps,
		               pacing->cap_pps / (plan->way_count - plan->wire_count), BLIND_PPS, now_ns);
}

static void sense_lanes(struct mst_senses *senses, const struct mst_round *round, unsigned way)
{
	for (unsigned i = way; i < round->plan->lanes; i += round->plan->way_count) {
		const struct mst_lane *lane = &round->lanes[i];

		senses->lanes++;
		senses->sent += mst_load(&lane->counts.sent, relaxed);
		senses->canaries += mst_load(&lane->canaries_counted, relaxed);
		senses->idle_ns += mst_load(&lane->unused_ns, relaxed);
		senses->held_ns += mst_load(&lane->held_ns, relaxed);
		senses->late_ns += mst_load(&lane->late_ns, relaxed);
		if (mst_load(&lane->epoch, relaxed) != MST_EPOCH_OVER && mst_load(&lane->left_ns, relaxed) < senses->left_ns)
			senses->left_ns = mst_load(&lane->left_ns, acquire); /* LEFT */
	}
}

/* After so long a time-out nobody's first repeated question is on its way any more. */
static uint64_t repeats_known_ns(const struct mst_round *round, unsigned way, uint64_t read_ns)
{
	uint64_t timeout_ns = mst_load(&round->ways[way].timeout_ns, relaxed);
	uint64_t lag_ns = 2 * timeout_ns + mst_load(&round->receiver->patience_ns, relaxed);

	return read_ns > lag_ns ? read_ns - lag_ns : 0;
}

static struct mst_senses sense(const struct mst_round *round, unsigned way, uint64_t now_ns)
{
	struct mst_receiver *receiver = round->receiver;
	struct mst_hearing *hearing = &receiver->hearings[way];
	struct mst_senses senses = {
		.now_ns = now_ns,
		.left_ns = now_ns,
		.read_ns = mst_load(&round->horizon_ns, relaxed),
		.patience_ns = mst_load(&round->ways[way].canary_ns, relaxed),
		.members = mst_load(&round->ways[way].flock.count, relaxed),
		.answered = hearing->answered,
		.delayed = hearing->delayed,
		.delay_ns = hearing->delay_ns,
		.received = mst_load(&receiver->counts.received, relaxed),
		.drops = mst_load(&receiver->counts.capture_drops, relaxed),
		.device_drops = receiver->devices.drops,
	};

	sense_lanes(&senses, round, way);
	mst_firsts_tell(&hearing->firsts, repeats_known_ns(round, way, senses.read_ns));
	senses.firsts = hearing->firsts.told_firsts;
	senses.repeats = hearing->firsts.told_repeats;
	senses.told_until_ns = mst_firsts_told_ns(&hearing->firsts);
	return senses;
}

/* A cap that nobody asked for is manners; and a machine has its reasons. */
static enum mst_limit limit_of(const struct mst_round *round, enum mst_limit limit)
{
	if (limit == MST_LIMIT_MACHINE)
		return round->receiver->machine.limit;
	if (limit != MST_LIMIT_MAX_RATE || round->plan->config->max_rate_pps)
		return limit;
	return round->plan->about == MST_ABOUT_UDP ? MST_LIMIT_ERRORS : MST_LIMIT_MANNERS;
}

static void note_limit(struct mst_round *round, enum mst_limit limit, uint64_t sent)
{
	mst_count(&round->receiver->limited[limit_of(round, limit)], sent);
}

static bool is_over(const struct mst_round *round, unsigned way)
{
	for (unsigned i = way; i < round->plan->lanes; i += round->plan->way_count) {
		if (mst_load(&round->lanes[i].epoch, relaxed) != MST_EPOCH_OVER)
			return false;
	}
	return true;
}

/* A fixed rate: only what keeps it from being reached. */
static void turn_fixed(struct mst_governor *governor, struct mst_round *round, uint64_t now_ns)
{
	double rate_pps = round->plan->pacing.cap_pps;
	struct mst_senses senses = { .now_ns = now_ns };
	unsigned way = round->plan->wire_count; /* the only one beside wires */
	struct mst_epoch epoch;

	if (now_ns - governor->looked_ns < FIXED_EVERY_NS || way == round->plan->way_count || is_over(round, way))
		return;
	sense_lanes(&senses, round, way);
	epoch = mst_epoch_between(&governor->before, &senses);
	note_limit(round, rate_pps > 0 && epoch.sent >= REACHED * rate_pps * epoch.ns / 1e9
	                  ? MST_LIMIT_RATE : mst_epoch_unused(&epoch), senses.sent - governor->before.sent);
	governor->looked_ns = now_ns;
	governor->before = senses;
}

/* What a way may take: what the others leave, at least its share; far from here no more than manners allow. */
static double cap_of(const struct mst_governor *governor, const struct mst_round *round, unsigned way)
{
	const struct mst_pacing *pacing = &round->plan->pacing;
	double left_pps = pacing->cap_pps;
	unsigned running = 0;

	for (unsigned i = round->plan->wire_count; i < round->plan->way_count; i++) {
		if (i != way && is_over(round, i))
			continue;
		running++;
		left_pps -= i == way ? 0 : governor->ways[i].adapt.rate_pps;
	}
	left_pps = fmax(left_pps, pacing->cap_pps / running);
	return round->plan->near[way] ? left_pps : fmin(left_pps, pacing->manners_pps);
}

static void turn_way(struct mst_governor *governor, struct mst_round *round, unsigned i, uint64_t now_ns)
{
	struct mst_adapt *adapt = &governor->ways[i].adapt;
	struct mst_senses senses = sense(round, i, now_ns);
	struct mst_way *way = &round->ways[i];

	adapt->cap_pps = cap_of(governor, round, i);
	mst_store(&way->rate_pps, mst_adapt_turn(adapt, &senses), relaxed);                          /* RATE */
	mst_store(&way->canary_pps, mst_adapt_canaries_pps(adapt, senses.members), relaxed);         /* RATE */
	mst_store(&way->count_from_ns, adapt->count_from_ns, relaxed);                               /* RATE */
	mst_store(&way->count_until_ns, adapt->count_until_ns, relaxed);                             /* RATE */
	note_limit(round, adapt->limit, senses.sent - governor->ways[i].sent);
	governor->ways[i].sent = senses.sent;
	if (adapt->lossy_until_ns == governor->ways[i].lossy_until_ns)
		return;
	governor->ways[i].lossy_until_ns = adapt->lossy_until_ns;
	mst_losses_note(&way->congestion, adapt->lossy_from_ns, adapt->lossy_until_ns); /* LOSS */
}

/* A wire: its rate stays. Waiting for time-outs between the waves is no limit. */
static void turn_wire(struct mst_governor *governor, struct mst_round *round, unsigned way)
{
	struct mst_senses senses = { 0 };

	sense_lanes(&senses, round, way);
	note_limit(round, MST_LIMIT_ARP_RATE, senses.sent - governor->ways[way].sent);
	governor->ways[way].sent = senses.sent;
}

void mst_governor_turn(struct mst_governor *governor, struct mst_round *round, uint64_t now_ns)
{
	for (unsigned i = 0; i < round->plan->wire_count; i++)
		turn_wire(governor, round, i);
	if (!round->plan->pacing.adaptive)
		turn_fixed(governor, round, now_ns);
	if (!round->plan->pacing.adaptive || now_ns - governor->looked_ns < LOOK_EVERY_NS)
		return;
	for (unsigned i = round->plan->wire_count; i < round->plan->way_count; i++)
		turn_way(governor, round, i, now_ns);
	governor->looked_ns = now_ns;
}
