/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secrets.h - what others must not guess, or what shards must agree on: the key of the tickets, the seed of the order,
 * and the source ports.
 */
#ifndef MST_PLAN_SECRETS_H
#define MST_PLAN_SECRETS_H

#include <muster/scan_config.h>

#include "base/siphash.h"

/*
 * The key of the tickets of all rounds of a scan: always random, also of a scan with a seed. A key that others know, or
 * that a later scan has again, makes tickets prove nothing: shards and repeated scans share the seed, never the key.
 * Tests and replays, which need a certain key, write it into struct mst_common (plan/plan.h). -EIO, with a sentence,
 * when the kernel has no random numbers.
 */
int mst_ticket_key_choose(struct mst_key *key, struct mst_error *err);

/* The seed of the order of questions: shards share it. -EIO likewise. */
int mst_order_seed_choose(uint64_t *seed, const struct mst_scan_order *order, struct mst_error *err);

struct mst_source_ports {
	uint16_t first;
	uint32_t count; /* 1..65536 */
};

/* The config's; or a range that the kernel does not give to its own connections. */
struct mst_source_ports mst_source_ports_choose(const struct mst_scan_header *header);

#endif
