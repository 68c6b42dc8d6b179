/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * converse.h - conversations with open ports, by a thread of its own: non-blocking connections on epoll, bounded in
 * number and time, TLS by OpenSSL.
 *
 *     any thread ── add ─► waiting ports (16 bytes each) ─► connections ─► sink
 *
 * For each port: what it says first, or what it answers to the dialogue of its port; then TLS; then the dialogues that
 * are worth a try anywhere, each on a connection of its own, until one names it.
 */
#ifndef MST_CONVERSE_CONVERSE_H
#define MST_CONVERSE_CONVERSE_H

#include "converse/config.h"

struct mst_converse_counts {
	uint64_t conversations, verified, unverified, left_alone, named; /* as in muster/scan.h */
	uint64_t waiting;                                                /* ports that are not finished */
};

struct mst_converse;

/* Reads limits, starts the thread. -errno with a sentence. */
int mst_converse_open(struct mst_converse **converse, const struct mst_converse_config *config, struct mst_error *err);

/* Adds a port; never waits. -ENOMEM. Any thread. */
int mst_converse_add(struct mst_converse *converse, const struct mst_open_port *port);

/* No more will be added: returns when every port has been handed to the sink. The code of the sink, with its sentence.
 */
int mst_converse_finish(struct mst_converse *converse, struct mst_error *err);

/* Ends soon: connections are closed, ports that wait are not handed over. Async-signal-safe. */
void mst_converse_stop(struct mst_converse *converse);

/* Any thread. */
void mst_converse_count(const struct mst_converse *converse, struct mst_converse_counts *counts);

/* Stops, waits, frees. Accepts NULL. */
void mst_converse_close(struct mst_converse *converse);

#endif
