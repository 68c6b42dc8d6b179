/* adapt.c - see adapt.h. */
#include "pace/adapt.h"

#include <math.h>

#define RAMP_EPOCH_NS 20e6     /* counted, at least; in RAMP a rate that is twice too high shows in few canaries */
#define RAMP_CANARIES 8
#define HOLD_EPOCH_NS 100e6
#define HOLD_CANARIES 100      /* show an overload of a tenth, and its size */
#define LONGEST 5              /* epochs' worth that is waited for them */
#define GROWTH_FIRST 1.03
#define GROWTH_MOST 1.5
#define NEAR_CEILING 0.9
#define MARGIN 0.96            /* below what got through: queues drain */
#define DROP_STEP 0.85         /* where this machine lost answers */
#define CUT_MOST 0.4           /* in one epoch: an outage is not a slow network */
#define USED 0.8               /* of the rate, or the epoch tells nothing about it */
#define FADE 0.9
#define PRIOR 25.0             /* canaries, and the lost among them, that are believed before any */
#define PRIOR_LOST 0.5
#define STUBBORN_BELOW 0.7      /* of the rate: loss that is still there, and still this share of it, is not ours */
#define STUBBORN_ABOVE 0.6
#define MUCH 0.1               /* lost */
#define CANARY_SHARE 0.04
#define CANARIES_LEAST 100.0
#define CANARIES_MOST 1000.0

void mst_adapt_open(struct mst_adapt *adapt, double start_pps, double floor_pps, double cap_pps, double blind_pps,
                    uint64_t now_ns)
{
	*adapt = (struct mst_adapt){
		.rate_pps = start_pps,
		.floor_pps = floor_pps,
		.cap_pps = cap_pps,
		.blind_pps = blind_pps > start_pps ? blind_pps : start_pps,
		.growth = GROWTH_FIRST,
		.ramp = true,
		.count_from_ns = now_ns,
	};
}

double mst_adapt_canaries_pps(double rate_pps)
{
	double wanted = rate_pps * CANARY_SHARE;

	return wanted < CANARIES_LEAST ? CANARIES_LEAST : wanted > CANARIES_MOST ? CANARIES_MOST : wanted;
}

/* What happened while canaries were counted. */
struct epoch {
	double ns, sent, canaries, lost, drops;
};

static struct epoch epoch_of(const struct mst_adapt *adapt, const struct mst_senses *now)
{
	return (struct epoch){
		.ns = (double)(now->now_ns - adapt->begun.now_ns),
		.sent = (double)(now->sent - adapt->begun.sent),
		.canaries = (double)(now->canaries - adapt->begun.canaries),
		.lost = (double)(now->canaries_lost - adapt->begun.canaries_lost),
		.drops = (double)(now->drops - adapt->begun.drops),
	};
}

static bool is_over(const struct mst_adapt *adapt, const struct epoch *epoch, bool heard)
{
	double least_ns = adapt->ramp ? RAMP_EPOCH_NS : HOLD_EPOCH_NS;
	double wanted = adapt->ramp ? RAMP_CANARIES : HOLD_CANARIES;

	return epoch->drops > 0 || (epoch->ns >= least_ns && (!heard || epoch->canaries >= wanted)) ||
	       epoch->ns >= LONGEST * least_ns;
}

/* The share lost above the base; 0 when it may be chance: within three deviations and one canary. */
static double excess(const struct mst_adapt *adapt, const struct epoch *epoch)
{
	double usual = epoch->canaries * (adapt->base_lost + PRIOR_LOST) / (adapt->base + PRIOR);

	if (epoch->canaries == 0 || epoch->lost <= usual + 3 * sqrt(usual + 0.25) + 1)
		return 0;
	return (epoch->lost - usual) / epoch->canaries;
}

static void learn_base(struct mst_adapt *adapt, const struct epoch *epoch)
{
	adapt->base = adapt->base * FADE + epoch->canaries;
	adapt->base_lost = adapt->base_lost * FADE + epoch->lost;
}

static void set_rate(struct mst_adapt *adapt, double rate_pps, bool heard)
{
	double cap_pps = heard || adapt->blind_pps > adapt->cap_pps ? adapt->cap_pps : adapt->blind_pps;

	if (rate_pps > cap_pps)
		rate_pps = cap_pps;
	adapt->rate_pps = rate_pps < adapt->floor_pps ? adapt->floor_pps : rate_pps;
}

static void slow_down(struct mst_adapt *adapt, const struct epoch *epoch, double share, bool heard)
{
	double kept = 1 - share;

	/* Less was sent, and no less was lost: then it is not our rate, and it is the base from now on. */
	if (adapt->before_pps > 0 && adapt->rate_pps < STUBBORN_BELOW * adapt->before_pps && share < CUT_MOST &&
	    share > STUBBORN_ABOVE * adapt->before_share && epoch->canaries >= HOLD_CANARIES) {
		learn_base(adapt, epoch);
		learn_base(adapt, epoch);
		set_rate(adapt, adapt->before_pps, heard);
		adapt->before_pps = 0;
		return;
	}
	if (adapt->before_pps == 0) {
		adapt->before_pps = adapt->rate_pps;
		adapt->before_share = share;
	}
	/* Out of a ramp, what got through is the best guess, however little; later a whole epoch lost is an outage. */
	if (!adapt->ramp && kept < CUT_MOST)
		kept = CUT_MOST;
	adapt->ceiling_pps = adapt->rate_pps * kept;
	adapt->ramp = false;
	adapt->growth = GROWTH_FIRST;
	set_rate(adapt, adapt->rate_pps * kept * MARGIN, heard);
}

static void speed_up(struct mst_adapt *adapt, bool heard)
{
	adapt->before_pps = 0;
	if (adapt->ramp) {
		set_rate(adapt, adapt->rate_pps * 2, heard);
		return;
	}
	if (adapt->rate_pps < NEAR_CEILING * adapt->ceiling_pps) {
		double near = NEAR_CEILING * adapt->ceiling_pps, fast = adapt->rate_pps * GROWTH_MOST;

		set_rate(adapt, fast < near ? fast : near, heard);
		return;
	}
	set_rate(adapt, adapt->rate_pps * adapt->growth, heard);
	if (adapt->rate_pps > 1.2 * adapt->ceiling_pps)
		adapt->growth = 1 + (adapt->growth - 1) * 1.5;
	if (adapt->growth > GROWTH_MOST)
		adapt->growth = GROWTH_MOST;
}

static void judge(struct mst_adapt *adapt, const struct epoch *epoch, bool heard, uint64_t now_ns)
{
	double share = excess(adapt, epoch);

	if (epoch->drops > 0) {
		adapt->ramp = false;
		adapt->ceiling_pps = adapt->rate_pps;
		adapt->growth = GROWTH_FIRST;
		set_rate(adapt, adapt->rate_pps * DROP_STEP, heard);
	} else if (share > 0) {
		if (share > MUCH) {
			adapt->lossy_from_ns = adapt->changed_ns;
			adapt->lossy_until_ns = now_ns;
		}
		slow_down(adapt, epoch, share, heard);
	} else {
		if (adapt->ramp || adapt->rate_pps < 0.8 * adapt->ceiling_pps)
			learn_base(adapt, epoch);
		if (epoch->sent >= USED * adapt->rate_pps * epoch->ns / 1e9)
			speed_up(adapt, heard);
	}
}

double mst_adapt_turn(struct mst_adapt *adapt, const struct mst_senses *senses)
{
	struct epoch epoch;
	double before_pps = adapt->rate_pps;

	if (!adapt->counting) {
		/* What was sent at the old rate has had its time. */
		if (senses->now_ns < adapt->count_from_ns)
			return adapt->rate_pps;
		adapt->counting = true;
		adapt->begun = *senses;
		return adapt->rate_pps;
	}
	epoch = epoch_of(adapt, senses);
	if (!is_over(adapt, &epoch, senses->heard))
		return adapt->rate_pps;
	judge(adapt, &epoch, senses->heard, senses->now_ns);
	adapt->counting = false;
	adapt->count_from_ns = senses->now_ns;
	if (adapt->rate_pps != before_pps)
		adapt->changed_ns = senses->now_ns;
	if (adapt->rate_pps != before_pps && senses->heard)
		adapt->count_from_ns += senses->patience_ns;
	return adapt->rate_pps;
}
