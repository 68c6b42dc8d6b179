/* SPDX-License-Identifier: BSD-2-Clause */
/* pacing.c - see pacing.h. */
#include "plan/pacing.h"

#include <math.h>

#define START_PPS 1000
#define FIRST_PPS 10000 /* on attached and private networks, for the first frames */
#define FLOOR_PPS 100
#define POLITE_PPS 100000 /* into networks of others, unless --max-rate is set */

/*
 * Broadcasts reach every host of the link, and switches and access points forward them to all ports. Storm control and
 * the CPUs of small routers begin to drop at some thousands a second.
 */
#define ON_LINK_PPS 2000

/*
 * A host reports a closed UDP port by an ICMP error. Linux sends six at once to one destination, then one a second, or
 * ten (icmp_ratelimit; RFC 1812, section 4.3.2.8, and RFC 4443, section 2.4, require some limit). A faster scan reports
 * closed ports as open|filtered. So the questions to each host follow its errors, or, where the hosts are too many to
 * remember each, all of them keep to the slowest limit.
 */
#define ERRORS_PPS 1.0
#define ERRORS_AT_ONCE 6
#define TRACKED_SECONDS 120   /* net.netfilter.nf_conntrack_tcp_timeout_syn_sent */
#define TRACKED_SHARE 0.75    /* of the room for tracked connections: a full table stops all others */
#define ERROR_HOSTS_MAX 65536 /* 4 MiB, and 9 MiB for each lane */

double mst_pacing_udp_hosts(double hosts, uint32_t ports)
{
	return ports > ERRORS_AT_ONCE ? hosts : 0;
}

/* Sets the rate on each link, low unless the config sets it; returns what remains of the rate for routed targets. */
static double choose_on_link(struct mst_pacing *pacing, const struct mst_scan_rate *rate,
                             const struct mst_egresses *egresses, uint64_t all_pps)
{
	double named_pps = (double)rate->arp_pps, share_pps = (double)all_pps / egresses->count;

	pacing->on_link_pps = named_pps > 0 ? named_pps : ON_LINK_PPS;
	if (all_pps == 0 || egresses->on_link_count == 0)
		return (double)all_pps;
	if (named_pps <= 0)
		pacing->on_link_pps = fmin(pacing->on_link_pps, share_pps);
	return fmax((double)all_pps - egresses->on_link_count * pacing->on_link_pps, share_pps);
}

/* The bounds of an adaptive rate. */
static void choose_bounds(struct mst_pacing *pacing, const struct mst_scan_rate *rate,
                          const struct mst_egresses *egresses, double udp_hosts)
{
	unsigned routed = egresses->count - egresses->on_link_count;
	double max_pps = choose_on_link(pacing, rate, egresses, rate->max_pps), share_pps;

	pacing->polite_pps = max_pps > 0 ? max_pps : POLITE_PPS;
	for (unsigned i = egresses->on_link_count; i < egresses->count; i++)
		pacing->cap_pps += egresses->of[i].near ? MST_PEAK_PPS : POLITE_PPS;
	pacing->cap_pps = max_pps > 0 ? max_pps : fmin(pacing->cap_pps, MST_PEAK_PPS);
	if (udp_hosts <= ERROR_HOSTS_MAX)
		pacing->error_hosts = (uint32_t)udp_hosts;
	else if (!rate->max_pps)
		pacing->cap_pps = fmin(pacing->cap_pps, udp_hosts * ERRORS_PPS);
	if (routed == 0)
		routed = 1;
	share_pps = pacing->cap_pps / routed;
	pacing->floor_pps = fmin(rate->min_pps ? (double)rate->min_pps / routed : FLOOR_PPS, share_pps);
	pacing->start_pps = fmin(fmax(pacing->floor_pps, START_PPS), share_pps);
	pacing->first_pps = fmin(FIRST_PPS, share_pps);
	if (rate->start_pps)
		mst_pacing_resume(pacing, (double)rate->start_pps / routed, share_pps);
}

/* A rate of the config is for all egresses together. */
struct mst_pacing mst_pacing_choose(const struct mst_scan_rate *rate, const struct mst_egresses *egresses,
                                    double udp_hosts)
{
	struct mst_pacing pacing = { .adaptive = rate->pps == MST_RATE_AUTO };

	if (pacing.adaptive)
		choose_bounds(&pacing, rate, egresses, udp_hosts);
	else
		pacing.start_pps = pacing.cap_pps = pacing.floor_pps = choose_on_link(&pacing, rate, egresses,
		                                                                      rate->pps);
	return pacing;
}

void mst_pacing_by_sockets(struct mst_pacing *pacing, double room, uint64_t questions)
{
	double cap_pps = fmax(room * TRACKED_SHARE / TRACKED_SECONDS, 1);

	if (!pacing->adaptive || room < 0 || (double)questions * 2 < room)
		return;
	pacing->cap_pps = fmin(pacing->cap_pps, cap_pps);
	pacing->polite_pps = fmin(pacing->polite_pps, cap_pps);
	pacing->start_pps = fmin(pacing->start_pps, cap_pps);
	pacing->first_pps = fmin(pacing->first_pps, cap_pps);
	pacing->floor_pps = fmin(pacing->floor_pps, cap_pps);
}

double mst_pacing_begin_pps(const struct mst_pacing *pacing, const struct mst_egress *egress)
{
	if (egress->kind == MST_EGRESS_ON_LINK)
		return pacing->on_link_pps;
	return egress->near ? fmax(pacing->start_pps, pacing->first_pps) : pacing->start_pps;
}

void mst_pacing_resume(struct mst_pacing *pacing, double rate_pps, double cap_pps)
{
	pacing->first_pps = 0;
	pacing->start_pps = fmax(pacing->floor_pps, fmin(fmin(rate_pps, MST_BLIND_PPS), cap_pps));
}
