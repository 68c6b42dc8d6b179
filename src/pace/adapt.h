/*
 * adapt.h - the rate that finds itself: how many frames a second the network, the far end and this machine bear.
 *
 *              quiet: × 2                     quiet: + 3 % … × 1.5, in small steps near what was lossy before
 *            ┌──────────┐                   ┌────────────┐
 *     start ─┴► RAMP ───┴── lossy ────────► HOLD ────────┴─┐
 *                                           ▲  lossy: to what got through, less a little
 *                                           └──────────────┘
 *
 * Loss is measured by canaries: hosts and ports known to answer are asked again now and then. That tells a dead range
 * from a lossy one, whatever the share of the dead, and does not wait for time-outs. One epoch = frames of the old rate
 * have had their time, then canaries of the new one are counted.
 *
 * Loss which does not shrink with the rate is not ours to cure (radio, a far congestion): it becomes the base that
 * later loss is compared with. The idea of judging a rate by trying its neighbours is that of PCC (M. Dong et al., NSDI
 * 2015); to go down to the rate that got through, that of BBR (N. Cardwell et al., 2016); small steps near the last
 * trouble, large ones far from it, that of CUBIC (S. Ha et al., 2008). Pure: the clock is an argument.
 */
#ifndef MST_PACE_ADAPT_H
#define MST_PACE_ADAPT_H

#include <stdbool.h>
#include <stdint.h>

/* Counts since the beginning, but for the first three. */
struct mst_senses {
	uint64_t now_ns;
	uint64_t patience_ns;      /* after so long a canary is lost */
	bool heard;                /* somebody is known to answer: there are canaries, and silence means something */
	uint64_t sent;             /* frames */
	uint64_t canaries;         /* whose fate is known */
	uint64_t canaries_lost;
	uint64_t drops;            /* answers that this machine lost */
};

struct mst_adapt {
	double rate_pps;           /* all lanes together */
	double floor_pps, cap_pps;
	double blind_pps;          /* cap while nobody was heard */
	double ceiling_pps;        /* where loss began last; 0: never yet */
	double growth;             /* of the next quiet epoch in HOLD */
	double base, base_lost;    /* canaries of rates that were borne, and the lost among them; fading */
	double before_pps;         /* the rate that the decreases since the last quiet epoch began at; 0: there is none */
	double before_share;       /* and its share of loss above the base */
	uint64_t lossy_from_ns, lossy_until_ns; /* when much was lost last: who was silent then deserves another attempt */
	uint64_t changed_ns;       /* when the rate did */
	bool ramp;
	uint64_t count_from_ns;    /* when the canaries of this rate begin to count */
	bool counting;
	struct mst_senses begun;   /* when they did */
};

/* `blind_pps` > 0 bounds the rate until somebody answers. 0 < floor <= start <= cap. */
void mst_adapt_open(struct mst_adapt *adapt, double start_pps, double floor_pps, double cap_pps, double blind_pps,
                    uint64_t now_ns);

/* Looks; returns the rate from now on. Any interval between two calls does; 5 to 20 ms are good. */
double mst_adapt_turn(struct mst_adapt *adapt, const struct mst_senses *senses);

/* How many canaries a second to ask at this rate. */
double mst_adapt_canaries_pps(double rate_pps);

#endif
