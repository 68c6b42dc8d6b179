/*
 * nearby.h - who is on an IPv6 link, of whose 2^64 addresses nobody can ask all: those that show themselves, and those that are
 * likely.
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

#include <muster/error.h>
#include <muster/targets.h>

struct mst_nearby_config {
	const char *interface;  /* NULL: every Ethernet interface that is up and has an IPv6 address */
	uint64_t listen_ns;     /* how long, 100 ms..60 s; 0 is 2 s */
	bool eui64;             /* guess addresses from link-layer addresses: heard, and in the neighbour table */
	bool no_mld;            /* do not ask for groups: a switch that learns from the answers, and knows no other querier, floods
	                         * no more, and who listens without answering is not reached for some minutes (RFC 4541) */
	bool low_bytes;         /* guess ::1 to ::ff of each prefix */
};

struct mst_nearby_counts {
	uint64_t heard;   /* addresses that showed themselves */
	uint64_t guessed; /* further ones that were added */
	unsigned interfaces;
};

/*
 * Adds to an open set. Blocking, as long as it listens. -EINVAL: there is no such interface, or it cannot be asked on;
 * -EPERM: not enough privilege (CAP_NET_RAW); else -errno. A sentence tells.
 */
int mst_nearby_find(struct mst_targets *targets, const struct mst_nearby_config *config, struct mst_nearby_counts *counts,
                    struct mst_error *err);

#endif
