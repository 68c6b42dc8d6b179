/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * converse.h - conversations with open ports, by a thread of its own: non-blocking connections on epoll, bounded in
 * number and time, TLS by OpenSSL.
 *
 *     any thread ── add ─► waiting ports (a queue on disk-free memory, 64 bytes each) ─► connections ─► sink
 *
 * For each port: what it says first, or what it answers to the dialogue of its port; then TLS; then the dialogues that
 * are worth a try anywhere, each on a connection of its own, until one names it.
 */
#ifndef MST_CONVERSE_CONVERSE_H
#define MST_CONVERSE_CONVERSE_H

#include <muster/addr.h>
#include <muster/error.h>
#include <muster/scan_config.h>
#include <muster/service.h>

#include "identify/signatures.h"

/* A port to talk to. `user` is handed back. */
struct mst_open_port {
	struct mst_addr addr;
	uint16_t port;
	uint8_t proto; /* 6 or 17 */
	uint64_t position;
};

/* What was found out; `service` is valid during the call. `suspect`: the port accepts and says nothing, and so does a
 * port of the same host that is surely not in use. On the thread of the conversations. A negative errno: it is not
 * called again. */
typedef int mst_service_sink(void *user, const struct mst_open_port *port, const struct mst_service *service,
                             bool suspect, struct mst_error *err);

struct mst_converse_config {
	struct mst_scan_services services;
	const struct mst_signatures *signatures;
	const char *interface, *source_ip; /* as in the scan's route; NULL: as the routing table says */
	const char *(*host_name)(const void *names, const struct mst_addr *addr); /* the name that the target was given
	                                                                           * by; NULL: none. Any thread */
	const void *names;
	mst_service_sink *sink;
	void *user;
};

struct mst_converse_counts {
	uint64_t conversations, verified, unverified, named; /* as in muster/scan.h */
	uint64_t waiting;                                    /* ports that are not finished */
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
