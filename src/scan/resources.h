/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resources.h - what the rounds of a scan share, and what outlives each of them: engines, captures, and results that
 * the next round needs.
 */
#ifndef MST_SCAN_RESOURCES_H
#define MST_SCAN_RESOURCES_H

#include "round/captures.h"
#include "scan/greetings.h"
#include "scan/senders.h"

struct mst_resources {
	struct mst_socket_table *sockets; /* of engine connect; NULL: it is not used */
	struct mst_sender_pool pool;
	struct mst_senders senders[MST_ROUNDS_MAX]; /* by round */
	struct mst_captures captures;
	struct mst_greetings greetings;
	struct mst_error why_captures; /* why they are not faster ones, a line each; empty when they are the fastest */
	struct mst_error costs;        /* what programs that were asked for cost the links, a line each, with its LF */
	struct mst_neighbours *neighbours; /* written by the receiver of a round that asks links, then read */
	struct mst_seen *hosts;            /* written by the reporter of a round before the last, then read */
};

/* Allocates room for results; opens nothing yet. 0, or -ENOMEM with a sentence. */
int mst_resources_begin(struct mst_resources *resources, struct mst_error *err);

/* Opens engines and captures for these plans, whose hops are known.
 * A negative errno with the sentence of what failed. */
int mst_resources_open(struct mst_resources *resources, const struct mst_plan *plans, size_t count,
                       struct mst_error *err);

/* Notes how the hosts of these verdicts stand, by index of the targets; silent ones are not kept. */
void mst_hosts_note(struct mst_seen *hosts, const struct mst_targets *targets, const struct mst_result *results,
                    size_t count);

/* Also if nothing was opened. */
void mst_resources_close(struct mst_resources *resources);

#endif
