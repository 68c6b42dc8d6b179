/* SPDX-License-Identifier: BSD-2-Clause */
/* step.c - see step.h. tests/unit/pace plays these numbers on networks in virtual time. */
#include "pace/step.h"

#include <math.h>

#define GROWTH_FIRST 1.03
#define GROWTH_FREE 1.1 /* where nothing but this machine was the limit */
#define GROWTH_MOST 1.5
#define NEAR_CEILING 0.9
#define PAST_CEILING 1.2
#define MARGIN 0.96      /* below what got through: queues drain */
#define DROP_STEP 0.85   /* where this machine lost answers, at least … */
#define DROP_MOST 0.5    /* … and at most: in one step */
#define CUT_MOST 0.4     /* in one epoch: an outage is not a slow network */
#define UNUSED_MOST 4    /* epochs of a ramp */
#define OUTRUN 1.1       /* the rate that a machine gets which does not send more, to what it sends */
#define BELOW 0.97       /* of what got through: there, hardly anything should be lost. If it is, the rate goes … */
#define TRIAL 0.5        /* … to this share of the blamed rate, to see whether that is the cause … */
#define TRIAL_WORTH 0.05 /* … where at least this share is lost; less does not hold a scan up */
#define FAR_BELOW 0.7    /* of the blamed rate: lower rates are trials already */

double mst_step_cap(const struct mst_adapt *adapt, unsigned members)
{
	/* Without any answer, loss cannot be measured: the network must not be flooded. */
	return members || adapt->blind_pps > adapt->cap_pps ? adapt->cap_pps : adapt->blind_pps;
}

void mst_step_to(struct mst_adapt *adapt, double rate_pps, unsigned members)
{
	double cap_pps = mst_step_cap(adapt, members);

	if (rate_pps > cap_pps)
		rate_pps = cap_pps;
	adapt->rate_pps = rate_pps < adapt->floor_pps ? adapt->floor_pps : rate_pps;
}

/* The rate was too high: from now on it is approached from below, in small steps. */
static void note_ceiling(struct mst_adapt *adapt, double ceiling_pps, enum mst_limit trouble)
{
	adapt->ceiling_pps = ceiling_pps;
	adapt->unsure |= adapt->ramp;
	adapt->ramp = false;
	adapt->pending = (struct mst_loss_mean){ 0 };
	adapt->growth = GROWTH_FIRST;
	adapt->limit = adapt->trouble = trouble;
}

/* No rate is lower: what is lost here is lost at any rate. */
static void rest_at_floor(struct mst_adapt *adapt, const struct mst_loss *loss)
{
	adapt->limit = MST_LIMIT_MIN_RATE;
	if (loss->lost < CUT_MOST * loss->seen)
		mst_loss_mean_add(&loss->gauge->baseline, loss->seen, loss->lost);
}

/* Frames are lost though the rate is below what got through: the rate may not be the cause. */
static bool needs_trial(const struct mst_adapt *adapt, const struct mst_loss *loss)
{
	return !adapt->ramp && adapt->blame.pps > 0 && fmin(loss->share, adapt->blame.share) > TRIAL_WORTH &&
	       adapt->rate_pps < BELOW * adapt->ceiling_pps && adapt->rate_pps > FAR_BELOW * adapt->blame.pps;
}

void mst_step_down(struct mst_adapt *adapt, const struct mst_loss *loss, unsigned members)
{
	double kept = 1 - loss->share, ceiling_pps;

	if (needs_trial(adapt, loss)) {
		mst_step_to(adapt, TRIAL * adapt->blame.pps, members);
		return;
	}
	mst_blame_set(&adapt->blame, adapt->rate_pps, loss);
	/* Out of a ramp, what got through is the best guess, however little. Later, a whole epoch lost is an outage. */
	if (!adapt->ramp && kept < CUT_MOST)
		kept = CUT_MOST;
	ceiling_pps = adapt->rate_pps * kept;
	/* A ramp asks few reference probes: they show a rate four times too high,
	 * but perhaps not one that is 1.5 times. */
	if (adapt->ramp && kept < 0.25)
		ceiling_pps = adapt->rate_pps / 4;
	if (adapt->ramp && kept > 0.5)
		kept = 0.5;
	note_ceiling(adapt, ceiling_pps, MST_LIMIT_LOSS);
	mst_step_to(adapt, adapt->rate_pps * kept * MARGIN, members);
	if (adapt->rate_pps <= adapt->floor_pps)
		rest_at_floor(adapt, loss);
}

void mst_step_up(struct mst_adapt *adapt, unsigned members)
{
	double near_pps = NEAR_CEILING * adapt->ceiling_pps, fast_pps = adapt->rate_pps * GROWTH_MOST;

	adapt->blame.pps = 0;
	adapt->unused = 0;
	if (adapt->ramp) {
		mst_step_to(adapt, adapt->rate_pps * 2, members);
	} else if (adapt->rate_pps < near_pps) {
		mst_step_to(adapt, fast_pps < near_pps ? fast_pps : near_pps, members);
	} else {
		mst_step_to(adapt, adapt->rate_pps * adapt->growth, members);
		if (adapt->rate_pps > PAST_CEILING * adapt->ceiling_pps)
			adapt->growth = 1 + (adapt->growth - 1) * 1.5;
		if (adapt->growth > GROWTH_MOST)
			adapt->growth = GROWTH_MOST;
	}
	if (adapt->rate_pps >= mst_step_cap(adapt, members))
		adapt->limit = mst_step_cap(adapt, members) < adapt->cap_pps ? MST_LIMIT_SILENCE : MST_LIMIT_MAX_RATE;
	else
		adapt->limit = adapt->rate_pps > PAST_CEILING * adapt->ceiling_pps ? MST_LIMIT_RISING : adapt->trouble;
}

/* A rate far above what leaves would show nothing, and be sent in full once the machine has time: a burst. */
void mst_step_near_sent(struct mst_adapt *adapt, const struct mst_epoch *epoch, unsigned members)
{
	double left_pps = epoch->sent * 1e9 / fmax(epoch->awake_ns, 1);

	adapt->limit = mst_epoch_unused(epoch);
	if (adapt->limit != MST_LIMIT_MACHINE)
		return;
	/* Epochs of a ramp are short, and threads may be woken late. */
	if (adapt->ramp && ++adapt->unused < UNUSED_MOST)
		return;
	note_ceiling(adapt, left_pps, MST_LIMIT_MACHINE);
	adapt->growth = GROWTH_FREE;
	mst_step_to(adapt, left_pps * OUTRUN, members);
}

/* Frames of one second leave the queue within 1 + growth seconds: the bottleneck carries rate / (1 + growth). */
void mst_step_for_queue(struct mst_adapt *adapt, double growth, unsigned members)
{
	adapt->limit = MST_LIMIT_QUEUE;
	if (growth == 0)
		return;
	/* An epoch of a ramp is short, and this machine may have been busy: the first time, the ramp is only halved. */
	if (adapt->ramp && !adapt->stepped_back) {
		adapt->stepped_back = true;
		mst_step_to(adapt, adapt->rate_pps / 2, members);
		return;
	}
	note_ceiling(adapt, adapt->rate_pps / (1 + growth), MST_LIMIT_QUEUE);
	mst_step_to(adapt, adapt->ceiling_pps * MARGIN, members);
}

/* The effect of this step shows only when the backlog has been read. */
void mst_step_to_received(struct mst_adapt *adapt, const struct mst_epoch *epoch, const struct mst_senses *senses)
{
	double kept = fmax(fmin(mst_epoch_taken(epoch), DROP_STEP), DROP_MOST);

	note_ceiling(adapt, adapt->rate_pps, epoch->drops > 0 ? MST_LIMIT_CAPTURE : MST_LIMIT_MACHINE);
	mst_step_to(adapt, adapt->rate_pps * kept, senses->members);
	adapt->backlog_ns = senses->now_ns + MST_STEP_FOLLOW_NS;
}
