/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * suspects.h - verdicts that may be wrong, because an unused address or port answered too. For the receiver only.
 *
 * A host is tested when its first open port answers, so some verdicts are out before its test is over: the last few
 * thousand are kept, and amended. That it was tested is remembered in a byte or less (tested_hosts.h), so that a few
 * hosts are taken for tested.
 */
#ifndef MST_ROUND_SUSPECTS_H
#define MST_ROUND_SUSPECTS_H

#include <muster/result.h>

#include "plan/unused.h"
#include "round/unused_queue.h"
#include "target/space.h"

struct mst_suspects;

/* How many hosts of a space are asked about several ports. */
uint64_t mst_suspects_hosts(const struct mst_space *space);

/* NULL when there is no memory. `unused` is borrowed: where it has ports, ports are asked, else hosts. `hosts`: how
 * many may have several open ports; 0: each is asked about one port, so that none comes twice. */
struct mst_suspects *mst_suspects_new(const struct mst_unused *unused, uint64_t hosts);

/* Accepts NULL. */
void mst_suspects_free(struct mst_suspects *suspects);

/* How a verdict came about. */
struct mst_origin {
	unsigned lane;   /* the lane that asked */
	unsigned egress; /* its number */
	unsigned probe;  /* the probe that was answered */
};

/*
 * A target has turned out to be up, or open: returns whether that is suspect already, for its host is, or what this
 * probe finds through this egress. A host that is to be tested goes into `queue` of the egress. The verdict is kept.
 */
enum mst_suspicion mst_suspects_note(struct mst_suspects *suspects, struct mst_unused_queue *queue,
                                     const struct mst_result *result, const struct mst_origin *origin);

/*
 * Something that is not in use, at this address, has answered a probe as if it were up, or open. Whether that makes
 * verdicts suspect that were given before: mst_suspects_next has them.
 */
bool mst_suspects_answered(struct mst_suspects *suspects, struct mst_unused_queue *queue, const struct mst_addr *addr,
                           const struct mst_origin *origin);

/* The next of the verdicts that are suspect by now, marked so, and the lane that asked; NULL when there are no more. */
const struct mst_result *mst_suspects_next(struct mst_suspects *suspects, unsigned *lane);

#endif
