/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * evidence.h - what the verdict of a round proves about a host or port. Pure.
 */
#ifndef MST_WATCH_EVIDENCE_H
#define MST_WATCH_EVIDENCE_H

#include <muster/watch.h>

/* The verdict of this round. */
struct mst_observation {
	int64_t rtt_ns;
	uint8_t state, reason;
	uint8_t probes; /* sent for it */
	bool given;
	bool answered;
	bool by_target; /* the target itself answered */
	bool has_mac;   /* the host's link-layer address is known */
	bool disputed;  /* another machine of the link claims the address, too */
	uint8_t mac[6];
	bool local;           /* a local error of this machine (no route): proves nothing about the target */
	bool cut;             /* the way to the target is known to be cut; proves nothing about it */
	struct mst_addr from; /* of an ICMP error: the router */
};

/* No verdict, "unknown" and a local error prove nothing. */
enum mst_evidence { MST_PROVES_NOTHING, MST_PROVES_INACTIVE, MST_PROVES_ACTIVE };

enum mst_evidence mst_evidence_of(const struct mst_observation *observation);

/*
 * Fills the first of `count` observations, a host's, from the others, its ports'. `discovers`: the scan has a host
 * discovery phase.
 */
void mst_evidence_of_ports(struct mst_observation *host, size_t count, bool discovers);

/* Whether it is known that nothing reaches the target: no route, no interface, or a gateway that is silent. */
bool mst_evidence_cuts(const struct mst_result *result);

#endif
