/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hop_socket.h - asks one gateway for its link-layer address while a round runs, and hears what it says: a packet
 * socket with a filter of its own, because captures let in only what answers probes.
 */
#ifndef MST_ROUND_HOP_SOCKET_H
#define MST_ROUND_HOP_SOCKET_H

#include <muster/error.h>

#include "net/hop.h"
#include "probe/probe.h"
#include "tx/tx.h"

struct mst_hop_socket {
	int fd; /* -1: it cannot be asked */
	int ifindex;
	const struct mst_probe_kind *kind;
	struct mst_addr addr; /* the gateway's */
	uint8_t ethernet[MST_ETHERNET_BYTES];
	uint8_t frame[MST_PROBE_BYTES];
	uint16_t length;
	struct mst_addr source;
};

/* A link-layer address that the gateway claims: in an answer, or `volunteered`. */
typedef void mst_hop_socket_sink(void *user, const uint8_t mac[6], bool volunteered);

/* Needs the privilege for packet sockets. Without it, or a source address (`source`, of the gateway's family), fd is
 * -1.
 */
void mst_hop_socket_open(struct mst_hop_socket *asking, const struct mst_hop *hop, const struct mst_addr *source);
void mst_hop_socket_close(struct mst_hop_socket *asking);

/* Asks another gateway on the same interface, of the same family, from now on. */
void mst_hop_socket_redirect(struct mst_hop_socket *asking, const struct mst_addr *addr);

/* Sends one request to all; what cannot be sent now is dropped. */
void mst_hop_socket_ask(const struct mst_hop_socket *asking);

/* The same by an engine that no lane uses yet. False: it took no frame. */
bool mst_hop_socket_ask_by(const struct mst_hop_socket *asking, struct mst_tx *tx);

/* Reads what has come, and never waits. */
void mst_hop_socket_read(struct mst_hop_socket *asking, mst_hop_socket_sink *sink, void *user);

#endif
