/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * patience.h - how long the round waits for answers.
 *
 * Time-outs follow the answers that come, which are those of near hosts first. That costs nothing while silent targets
 * are asked again. But the last attempt decides, and a host behind a satellite or a slow tunnel must not be down
 * because its neighbours are fast: so the last attempt waits longer where hosts may be far, see round/last_wait.c.
 */
#ifndef MST_PLAN_PATIENCE_H
#define MST_PLAN_PATIENCE_H

#include "plan/egress.h"
#include "track/rtt.h"

struct mst_patience {
	bool adaptive; /* time-outs follow measured round trips, between floor and ceiling, and double with each
	                * attempt; if not, all three are the time-out of the config */
	uint64_t initial_ns, floor_ns, ceiling_ns;
	uint64_t first_ns;         /* the least wait after a first attempt; or 0 */
	uint64_t on_link_floor_ns; /* of targets asked by ARP or neighbour solicitation */
	uint64_t last_ns; /* the least wait for an answer after the last attempt, where hosts may be far; or 0 … */
	uint64_t near_last_ns; /* … and beyond a gateway, where all answers so far came from near hosts; or 0 */
	uint64_t linger_ns;    /* the least wait after the last verdict, while a late answer could still improve one */
};

/* `near`: all targets are on attached or private networks. `one_host`: the ports of one target are probed. */
struct mst_patience mst_patience_choose(const struct mst_scan_retry *retry, bool near, bool one_host);

/*
 * Of sockets, whose SYNs the kernel repeats after a second: a first attempt waits for that, see tx/connect.c. Nothing
 * changes where the time-out is fixed.
 */
void mst_patience_by_sockets(struct mst_patience *patience);

/*
 * How long the last attempt waits at least, for an answer through this egress, by its round trips so far; 0: its
 * time-out. Hosts may be far where an answer came from afar, or where none tells how far they are and they are not on a
 * link. Beyond a gateway where all answers came from near hosts, the others are waited for, too, but for a shorter
 * time.
 */
uint64_t mst_patience_last_ns(const struct mst_patience *patience, const struct mst_egress *egress,
                              const struct mst_rtt *rtt);

#endif
