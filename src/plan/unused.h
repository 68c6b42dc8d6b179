/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unused.h - addresses and ports that are certainly not in use. An answer from one shows that the path, or the host,
 * answers for everything: VPNs, SYN proxies, tarpits.
 *
 *     hosts are asked   addresses for documentation (RFC 5737, RFC 3849) that leave through the same egress, and, where
 *                       the targets are of a /64, random ones of it
 *     on a link         by ARP, addresses for documentation, and the first and last address of a target's /24, which
 *                       hosts avoid; by neighbour solicitation, random ones of the /64
 *     ports are asked   of each host that has an open one, another port: neither asked for nor likely; if that is open
 *                       too, one more
 */
#ifndef MST_PLAN_UNUSED_H
#define MST_PLAN_UNUSED_H

#include <muster/scan_config.h>

#include "base/siphash.h"
#include "net/path.h"
#include "plan/egress.h"

#define MST_UNUSED_PORTS 2
#define MST_UNUSED_ADDRS 3   /* a routed egress */
#define MST_UNUSED_ON_LINK 7 /* a link: 2 for documentation, 2 of a /24, 3 of a /64 */
#define MST_UNUSED_ADDRS_MAX (MST_EGRESSES_MAX * MST_UNUSED_ON_LINK)

struct mst_unused_addr {
	struct mst_addr addr;
	size_t path;     /* the number of the path of targets that it shares */
	unsigned egress; /* the number of its egress */
};

struct mst_unused {
	bool wanted;
	uint16_t ports[MST_UNUSED_PORTS];
	unsigned port_count;           /* when ports are asked; else 0 */
	struct mst_unused_addr *addrs; /* when hosts are */
	size_t addr_count;
};

/* Ports that are neither asked nor excluded; port 0, which none can have, where all are. `key` makes the choice. */
struct mst_unused mst_unused_ports_choose(const struct mst_ports *ports, const struct mst_key *key);

/* What the choice of addresses depends on: borrowed. */
struct mst_unused_facts {
	const struct mst_scan_route *route;
	const struct mst_targets *given;    /* as the config has them: what they exclude is not asked */
	const struct mst_targets *excluded; /* not asked either; or NULL */
	const struct mst_targets *targets;  /* that are asked */
	const struct mst_paths *paths;      /* to them */
	const struct mst_egresses *egresses;
	const struct mst_key *key; /* makes the choice */
	bool routed;               /* also behind gateways */
};

/* Addresses that leave through an egress of the facts; there may be none. -ENOMEM with a sentence. */
int mst_unused_addrs_choose(struct mst_unused *unused, const struct mst_unused_facts *facts, struct mst_error *err);
/* -ENOMEM with a sentence. */
int mst_unused_copy(struct mst_unused *unused, const struct mst_unused *other, struct mst_error *err);
void mst_unused_free(struct mst_unused *unused);

/* The unused address equal to this one; NULL when there is none. */
const struct mst_unused_addr *mst_unused_find(const struct mst_unused *unused, const struct mst_addr *addr);

#endif
