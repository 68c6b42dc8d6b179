/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crews.h - how many lanes of each egress take part, by pace/crew.h: CREW. For the receiver only.
 *
 * A lane that does not take part takes no new positions; it tends its questions in flight, and then rests. Until it
 * does, it has its share of the rate.
 */
#ifndef MST_ROUND_CREWS_H
#define MST_ROUND_CREWS_H

#include "pace/crew.h"
#include "round/shared.h"

struct mst_crews {
	int stat; /* /proc/stat; -1: not readable, so none joins */
	bool grow;
	cpu_set_t cpus;
	struct mst_crew of[MST_EGRESSES_MAX];
};

/* Of the thread that may run where lanes may. */
void mst_crews_open(struct mst_crews *crews, const struct mst_shared *shared, uint64_t now_ns);
void mst_crews_close(struct mst_crews *crews);

/* Some times a second it looks, and publishes. */
void mst_crews_turn(struct mst_crews *crews, struct mst_shared *shared, uint64_t now_ns);

#endif
