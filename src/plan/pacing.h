/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pacing.h - how many frames may leave a second: the bounds of an adaptive rate, or the fixed rate.
 */
#ifndef MST_PLAN_PACING_H
#define MST_PLAN_PACING_H

#include <muster/scan_config.h>

#include "plan/egress.h"

#define MST_PEAK_PPS 20e6    /* above what any engine does */
#define MST_BLIND_PPS 100000 /* until a first answer, nothing shows an overload */

/* Frames a second of all lanes together; 0 is without limit. */
struct mst_pacing {
	bool adaptive; /* the rate of each routed egress adapts between floor and cap */
	double start_pps, floor_pps;
	double first_pps;     /* of the first frames on an egress into near networks (pace/adapt.h); 0: as start_pps */
	double cap_pps;       /* all routed egresses together … */
	double polite_pps;    /* … and one that leads into networks of others */
	double on_link_pps;   /* each egress on a link: fixed. Silent targets are asked again at half of it */
	uint32_t error_hosts; /* so many hosts are paced by their ICMP errors, each by its own (pace/errors.h); 0: none
	                       */
};

/* `udp_hosts`: of how many hosts UDP ports are asked, more than a host reports closed at once; 0: not that. */
struct mst_pacing mst_pacing_choose(const struct mst_scan_rate *rate, const struct mst_egresses *egresses,
                                    double udp_hosts);

/* The rate at which this egress begins. */
double mst_pacing_begin_pps(const struct mst_pacing *pacing, const struct mst_egress *egress);

/*
 * An adaptive rate starts at this one, as far as the bounds allow, of which `cap_pps` is for one egress. The network
 * may be another one now: until a first answer comes, it is not above MST_BLIND_PPS, and then doubles quickly.
 */
void mst_pacing_resume(struct mst_pacing *pacing, double rate_pps, double cap_pps);

/*
 * Where connections are tracked, in a table with `room` for so many more (negative: they are not), a rate that adapts
 * leaves a quarter of it to others: an entry without answer stays for two minutes.
 */
void mst_pacing_by_sockets(struct mst_pacing *pacing, double room, uint64_t questions);

/* `hosts` if each is asked about so many UDP `ports` that the limits of ICMP errors matter, else 0. */
double mst_pacing_udp_hosts(double hosts, uint32_t ports);

#endif
