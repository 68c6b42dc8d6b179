/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * blame.c - decides whether a rate caused its loss; blame.h explains why two rates can show that.
 *
 * With numbers: 10,000 frames a second lost 30 % of the reference probes, the baseline was 1 %. The rate is blamed for
 * 29 %, and goes down to 6,800. From then on `below` adds up what is lost at lower rates:
 *
 *     lost at lower rates     above the baseline      10,000 is …
 *     2 of 100                1 % < half of 29 %      the cause: a bottleneck. The blame has done its work; the next
 *                                                     step up drops it (step.c)
 *     30 of 100               29 % > half of 29 %     cleared: something else loses 30 %, the baseline from now on
 *     50 of 100               –                       not cleared: above 40 % (BASELINE_MOST) this is an outage or
 *                                                     lasting congestion, and the rate stays low
 *
 * Fewer than MST_BLAME_LEAST probes decide nothing. Reference probes and repeated questions are counted separately,
 * because they show loss at different times; one of the two gauges is enough to clear a rate.
 */
#include "pace/blame.h"

#include <math.h>

#define BASELINE_MOST \
	0.4 /* a larger share lost is an outage or lasting congestion: the blame stands, the rate stays low */
#define STILL_THERE 0.5 /* the part of the blamed rate's loss that must remain at lower rates to clear it */

double mst_blame_baseline(const struct mst_blame *blame, const struct mst_gauge *gauge)
{
	return fmax(mst_loss_mean_share(&gauge->baseline), mst_loss_mean_share(&blame->references.baseline));
}

struct mst_loss mst_blame_weigh(struct mst_blame *blame, struct mst_gauge *gauge, double seen, double lost)
{
	return (struct mst_loss){ gauge, seen, lost, mst_excess(mst_blame_baseline(blame, gauge), seen, lost) };
}

void mst_blame_set(struct mst_blame *blame, double pps, const struct mst_loss *loss)
{
	if (loss->seen < MST_BLAME_LEAST)
		return;
	blame->pps = pps;
	blame->share = loss->share;
	blame->references.below = blame->repeats.below = (struct mst_loss_mean){ 0 };
}

/* Whether this gauge sees so much loss at lower rates that the blamed rate was not the cause. */
static bool clears(const struct mst_blame *blame, const struct mst_gauge *gauge)
{
	double share = gauge->below.lost / fmax(gauge->below.seen, 1);

	return gauge->below.seen >= MST_BLAME_LEAST && share < BASELINE_MOST &&
	       share - mst_blame_baseline(blame, gauge) > STILL_THERE * blame->share;
}

struct mst_gauge *mst_blame_check(struct mst_blame *blame, const struct mst_loss *references,
                                  const struct mst_loss *repeats)
{
	if (blame->pps == 0)
		return NULL;
	mst_loss_mean_add(&blame->references.below, references->seen, references->lost);
	if (repeats->seen > 0)
		mst_loss_mean_add(&blame->repeats.below, repeats->seen, repeats->lost);
	return clears(blame, &blame->references) ? &blame->references
	       : clears(blame, &blame->repeats)  ? &blame->repeats
	                                         : NULL;
}

double mst_blame_clear(struct mst_blame *blame, struct mst_gauge *gauge)
{
	double pps = blame->pps;

	mst_loss_mean_add(&gauge->baseline, gauge->below.seen, gauge->below.lost);
	blame->pps = 0;
	return pps;
}
