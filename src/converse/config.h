/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * config.h - what conversations are given: ports, limits, signatures, and where their findings go.
 */
#ifndef MST_CONVERSE_CONFIG_H
#define MST_CONVERSE_CONFIG_H

#include <muster/addr.h>
#include <muster/error.h>
#include <muster/scan_config.h>
#include <muster/service.h>

#include "identify/signatures.h"

/* A port to talk to. `user` is handed back. */
struct mst_open_port {
	struct mst_addr addr;
	uint16_t port;
	uint8_t proto;  /* 6 or 17 */
	uint8_t ending; /* how a handshake that others made ended without data (ports.h); 0: it is not known */
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

#endif
