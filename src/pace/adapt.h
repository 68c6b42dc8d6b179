/*
 * adapt.h - the rate that finds itself: how many frames a second the network, the far end and this machine bear.
 *
 *              quiet: × 2                     quiet: + 3 % … × 1.5, in small steps near what was lossy before
 *            ┌──────────┐                   ┌────────────┐
 *     start ─┴► RAMP ───┴── lossy ────────► HOLD ────────┴─┐
 *                                           ▲  lossy: to what got through, less a little
 *                                           └──────────────┘
 *
 * Loss is measured by reference probes: hosts and ports known to answer are asked again now and then. That tells a dead range
 * from a lossy one, whatever the share of the dead, and does not wait for time-outs. One epoch:
 *
 *     rate set ──► lanes follow ──► reference probes asked now count ──► their answers are awaited ──► judged ──► next epoch
 *                            count_from_ns           count_until_ns
 *
 * Where all of them answer at once, an epoch takes hardly longer than a round trip.
 *
 * Loss which does not shrink with the rate is not ours to cure (radio, a far congestion): see blame.h. The idea of judging a rate by trying its neighbours is that of PCC (M. Dong et al., NSDI
 * 2015); to go down to the rate that got through, that of BBR (N. Cardwell et al., 2016); small steps near the last
 * trouble, large ones far from it, that of CUBIC (S. Ha et al., 2008); that a queue stands when hardly anybody finds it
 * empty, that of CoDel (K. Nichols, V. Jacobson 2012). Pure: the clock is an argument.
 */
#ifndef MST_PACE_ADAPT_H
#define MST_PACE_ADAPT_H

#include <muster/scan.h>

#include "pace/blame.h"

struct mst_adapt {
	double rate_pps;           /* all lanes together */
	double floor_pps, cap_pps; /* the cap may be changed at any time */
	double blind_pps;          /* cap while nobody was heard */
	double ceiling_pps;        /* where loss began last; 0: never yet */
	double growth;             /* of the next quiet epoch in HOLD */
	struct mst_usual untold;   /* of the last epoch in RAMP */
	struct mst_blame blame;
	uint64_t lossy_from_ns, lossy_until_ns; /* when much was lost last: who was silent then deserves another attempt */
	uint64_t changed_ns;       /* when the rate did */
	uint64_t slowed_ns;        /* when it went down */
	enum mst_limit limit;      /* what keeps the rate from rising */
	enum mst_limit trouble;    /* what the ceiling was */
	uint64_t backlog_ns;       /* answers to what was sent before this moment may still be dropped: it went down for that */
	bool ramp;
	bool unsure;               /* of what the ramp found, until an epoch is quiet */
	bool doubt;                /* it lost a few: more reference probes will show whether that was chance */
	bool stepped_back;         /* for a queue */
	double wait_ns, waited_at_ns; /* how long reference probes of the last epoch waited, and when */
	unsigned unused;           /* epochs of this ramp, in a row, in which less left */
	bool counting;
	uint64_t count_from_ns, count_until_ns; /* reference probes asked between these moments count; ~0: not yet known */
	struct mst_senses begun;   /* when they began to */
	uint64_t told_firsts, told_repeats, told_until_ns; /* judged so far */
};

/* `blind_pps` > 0 bounds the rate until somebody answers. 0 < floor <= start <= cap. */
void mst_adapt_open(struct mst_adapt *adapt, double start_pps, double floor_pps, double cap_pps, double blind_pps,
                    uint64_t now_ns);

/* Looks; returns the rate from now on. Any interval between two calls does; 2 to 10 ms are good. */
double mst_adapt_turn(struct mst_adapt *adapt, const struct mst_senses *senses);

/* How many reference probes a second to ask, of so many who are known to answer. */
double mst_adapt_references_pps(const struct mst_adapt *adapt, unsigned members);

#endif
