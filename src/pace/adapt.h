/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * adapt.h - a rate that adapts: how many frames a second the network, the far end and this machine can carry.
 *
 *     rate
 *      │        ╱ RAMP: doubles while nothing is lost
 *      │       ╱│
 *      │      ╱ │ loss
 *      │     ╱  ▼                   . · ' ▏loss   . · '  HOLD: small steps near the last ceiling,
 *      │    ╱     . · ─ ─ ─ ─ · '         ▼ . · '             large ones far from it
 *      │  ╱ ╱   ·
 *      │╱ ╱     down to what got through, less a little
 *      └──────────────────────────────────────────────────────► time
 *
 * How is loss measured, when most targets are silent for good? By reference probes: targets known to answer are asked
 * again now and then, beside the scan. When they are silent, frames are lost; when only new targets are silent, the
 * range is empty. They are answered after a round trip, while time-outs of the scan take much longer. And they show a
 * queue before it overflows: every answer comes later than the same target's fastest one.
 *
 * Time goes in epochs, each at one rate:
 *
 *     rate set ─► lanes follow ─► reference probes asked now count ─► their answers are awaited ─► judged ─► next epoch
 *                                 ├─ count_from_ns     count_until_ns ─┤
 *
 * Where all of them are answered at once, an epoch takes hardly longer than a round trip. What the judgement brings
 * stands in adapt.c, the steps in step.h, and whether a rate is the cause of its loss in blame.h.
 *
 * Whose ideas these are: to compare a rate with its neighbours, PCC (M. Dong et al., NSDI 2015). To go down to the rate
 * that got through, BBR (N. Cardwell et al., 2016). Small steps near the last trouble and large ones far from it, CUBIC
 * (S. Ha et al., 2008). That a queue stands when hardly any packet finds it empty, CoDel (K. Nichols, V. Jacobson,
 * 2012). Pure: the clock is an argument.
 */
#ifndef MST_PACE_ADAPT_H
#define MST_PACE_ADAPT_H

#include "pace/step.h"

/* Rates in frames a second. 0 < floor <= start <= cap. */
struct mst_adapt_bounds {
	double start_pps, floor_pps, cap_pps;
	double blind_pps; /* > 0 bounds the rate until a first target answers */
	double first_pps; /* > start: the first frames leave at this rate (first.h); otherwise at the start */
	bool near;        /* attached and private networks: reference probes may be asked more often while it doubles */
};

void mst_adapt_open(struct mst_adapt *adapt, const struct mst_adapt_bounds *bounds, uint64_t now_ns);

/* Looks at the senses; returns the rate from now on. Any interval between two calls is allowed; 2 to 10 ms are good. */
double mst_adapt_turn(struct mst_adapt *adapt, const struct mst_senses *senses);

/*
 * The end of the time in which reference probes count was published only at `now_ns`, because the caller had no CPU. If
 * that is after this end, it moves: lanes counted those asked meanwhile, whose answers would not count, which looks
 * like loss. Returns whether it moved: then it is to be published once more.
 */
bool mst_adapt_published(struct mst_adapt *adapt, uint64_t now_ns);

/* Whether a look each millisecond brings the next rate sooner: it doubles, as fast as answers allow. */
bool mst_adapt_is_hurried(const struct mst_adapt *adapt);

/* How many reference probes a second to ask, of `members` targets known to answer. */
double mst_adapt_references_pps(const struct mst_adapt *adapt, unsigned members);

#endif
