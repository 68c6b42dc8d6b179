/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally.h - sums of what the threads of a round count. Any thread, any time.
 */
#ifndef MST_ROUND_TALLY_H
#define MST_ROUND_TALLY_H

#include "round/shared.h"

/* How long threads had a CPU so far, and how long they were ready to run and had none. */
struct mst_ready {
	uint64_t ran_ns, waited_ns;
};

/* Of lanes and receiver. */
struct mst_ready mst_tally_ready(const struct mst_shared *shared);

/* How many targets were asked and answered so far, by attempt: by all processes of the run, and by this one. */
void mst_tally_answered(const struct mst_shared *shared, struct mst_answered *answered);
void mst_tally_answered_here(const struct mst_shared *shared, struct mst_answered *answered);

/* For how long, since this moment, there were frames to send; 0 when none has left. */
uint64_t mst_tally_sending_ns(const struct mst_shared *shared, uint64_t since_ns);

#endif
