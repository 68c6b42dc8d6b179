/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * blame.h - whether a rate is the cause of what is lost at it. Pure.
 *
 * Loss has two kinds of causes. A bottleneck drops what exceeds it: a lower rate cures that. A bad radio link, or
 * congestion by other senders, drops a share of everything: no rate cures that, and slowing down only makes the scan
 * long. One number cannot tell them apart; two rates can, because a bottleneck loses nothing of a rate
 * below what got through:
 *
 *     loss                                      loss
 *     │            ╱ bottleneck                 │
 *     │           ╱                             │●━━━━━━━━━━━━━● radio: the same share at both rates
 *     │          ╱●  the blamed rate            │
 *     └──●──────┴────────► rate                 └──────────────► rate
 *        nothing is lost: the blame stands         the rate is cleared, its loss becomes the baseline
 *
 * So a rate that loses more than usual is blamed, and the rate goes down. What is lost there decides. When at least
 * half of the loss remains, the rate is cleared: that loss is the baseline from now on, later loss is compared with it,
 * and the old rate is tried again. When the rate has grown back without trouble, the blame is dropped.
 *
 * Loss is measured by two gauges: reference probes that had no answer,
 * and targets that answered only a repeated question.
 * The idea to compare neighbouring rates is that of PCC (M. Dong et al.: "PCC: Re-architecting congestion control for
 * consistent high performance", NSDI 2015).
 */
#ifndef MST_PACE_BLAME_H
#define MST_PACE_BLAME_H

#include "pace/epoch.h"

#define MST_BLAME_LEAST 40 /* probes or answers needed to blame a rate or to clear it */

/* One way to measure loss. */
struct mst_gauge {
	struct mst_loss_mean baseline; /* loss that no rate causes */
	struct mst_loss_mean below;    /* loss at lower rates since a rate was blamed */
};

struct mst_blame {
	struct mst_gauge references, repeats;
	double pps;   /* the blamed rate; 0: none */
	double share; /* what it lost above the baseline */
};

/* A reading of a gauge: `lost` of `seen`, and the share lost above the baseline; 0 when that may be chance. */
struct mst_loss {
	struct mst_gauge *gauge;
	double seen, lost, share;
};

/* The baseline of a gauge, a share. Repeated questions are lost at least as often as reference probes. */
double mst_blame_baseline(const struct mst_blame *blame, const struct mst_gauge *gauge);

/* Compares a reading with the baseline. */
struct mst_loss mst_blame_weigh(struct mst_blame *blame, struct mst_gauge *gauge, double seen, double lost);

/* Blames a rate for this loss; does nothing when too few were seen. */
void mst_blame_set(struct mst_blame *blame, double pps, const struct mst_loss *loss);

/*
 * Takes the readings of an epoch at a rate that should lose nothing. Returns the gauge that clears the blamed rate, or
 * NULL.
 */
struct mst_gauge *mst_blame_check(struct mst_blame *blame, const struct mst_loss *references,
                                  const struct mst_loss *repeats);

/* Clears the blamed rate and returns it: what this gauge saw at lower rates becomes baseline. */
double mst_blame_clear(struct mst_blame *blame, struct mst_gauge *gauge);

#endif
