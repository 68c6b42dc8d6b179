/*
 * nearby.h - the neighbours of this machine, on its links. Of IPv4 all addresses of the subnets that a link attaches, where these have
 * prefixes of 16 bits or more. Of IPv6, whose links have 2^64 addresses each: those that show themselves, and those that are likely.
 *
 *     asked of all (ff02::1)    echo; echo with an option that nobody knows, which must be complained of; who listens to which
 *                               groups (MLD), which tells the endings of all addresses of a machine
 *     heard meanwhile           the source of every packet, and who solicits, advertises or checks an address
 *     guessed                   of known link-layer addresses (EUI-64), of the groups that machines listen to, and of the
 *                               beginning of each prefix
 *
 * What is found are targets: whether somebody is there, a sweep has to tell.
 */
#ifndef MUSTER_NEARBY_H
#define MUSTER_NEARBY_H

#include <muster/api.h>
#include <muster/error.h>
#include <muster/targets.h>

struct mst_nearby_config {
	const char *interface;  /* NULL: every interface that is up, has a carrier and is no loopback; of IPv6, Ethernet ones */
	bool ipv4, ipv6;        /* neighbours of this family; neither: of both, of IPv6 where it is there */
	uint64_t listen_ns;     /* how long, 100 ms..60 s; 0 is 2 s */
	bool eui64;             /* guess addresses from link-layer addresses: heard, and in the neighbour table */
	bool no_mld;            /* do not ask for groups: a switch that learns from the answers, and knows no other querier, floods
	                         * no more, and who listens without answering is not reached for some minutes (RFC 4541) */
	bool low_bytes;         /* guess ::1 to ::ff of each prefix */
};

struct mst_nearby_counts {
	uint64_t heard;   /* addresses that showed themselves */
	uint64_t guessed; /* further ones that were added */
	unsigned interfaces; /* on which IPv6 was listened for */
	unsigned subnets;    /* of IPv4, whose addresses were added */
	unsigned too_wide;   /* of IPv4, that were not: their prefixes are shorter than 16 bits; the first of them: */
	char widest[MST_ADDR_TEXT + 32]; /* "10.0.0.0/8 (eth0)" */
};

/*
 * Adds to an open set. Blocking, as long as it listens for IPv6. -EINVAL: there is no such interface, or it has no neighbours to ask;
 * -EPERM: not enough privilege (CAP_NET_RAW); else -errno. A sentence tells.
 */
MST_API int mst_nearby_find(struct mst_targets *targets, const struct mst_nearby_config *config,
	struct mst_nearby_counts *counts,
                    struct mst_error *err);

#endif
