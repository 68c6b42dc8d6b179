/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * patience.h - how long the round waits for answers.
 */
#ifndef MST_PLAN_PATIENCE_H
#define MST_PLAN_PATIENCE_H

#include <muster/scan_config.h>

struct mst_patience {
	bool adaptive; /* time-outs follow measured round trips, between floor and ceiling, and double with each
	                * attempt; if not, all three are the time-out of the config */
	uint64_t initial_ns, floor_ns, ceiling_ns;
	uint64_t on_link_floor_ns; /* of targets asked by ARP or neighbour solicitation */
	uint64_t linger_ns; /* the least wait after the last verdict, while a late answer could still improve one */
};

/* `near`: all targets are on attached or private networks. */
struct mst_patience mst_patience_choose(const struct mst_scan_retry *retry, bool near);

#endif
