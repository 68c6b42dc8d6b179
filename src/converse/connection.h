/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * connection.h - one connection: a socket that never waits, TLS on it, and the bytes that came.
 *
 *     open ─► connected ─┬───────────────────┬─► send, receive ─► close
 *                        └─► secure ─► shake ─┘
 */
#ifndef MST_CONVERSE_CONNECTION_H
#define MST_CONVERSE_CONNECTION_H

#include "converse/config.h"
#include "converse/tls.h"

struct mst_connection {
	int fd; /* -1: closed */
	bool datagrams;
	uint32_t watched;       /* events that epoll waits for; the owner's, 0: it does not know the socket */
	SSL *ssl;               /* NULL: in clear */
	struct mst_tls_end end; /* of its handshake */
	uint8_t *in;
	size_t in_size, in_room;
	size_t *kept; /* the room of all connections together, which this one is counted in */
	bool full;    /* no more is received than there is */
	bool dropped; /* `in` is not the first that came */
	bool ended;   /* the other end sends no more */
	int error;    /* errno after which nothing works any more; 0: none */
};

#define MST_KEPT_MAX 4194304 /* bytes of all connections, above which each has no more than MST_KEPT_EACH */
#define MST_KEPT_EACH 2048

/* Closed, with no bytes. `kept` is shared by connections of one thread. */
void mst_connection_begin(struct mst_connection *line, size_t *kept);

/* Begins to connect. 0; a negative errno, of which mst_is_own_limit says whether it is about this machine. */
int mst_connection_open(struct mst_connection *line, const struct mst_open_port *port,
                        const struct mst_converse_config *config);

/* When the socket can be written for the first time: 0, or a negative errno; -EAGAIN: it is connected to itself. */
int mst_connection_connected(const struct mst_connection *line);

/* Begins TLS as a client, with what is wanted of it in `end`; what came before is gone. `name`: of the server, NULL:
 * none. -ENOMEM. */
int mst_connection_secure(struct mst_connection *line, SSL_CTX *context, const char *name, enum mst_alpn offer);

/* Looks at the first bytes that can be received, which stay there; returns how many they are, 0: none yet. */
size_t mst_connection_peek(const struct mst_connection *line, uint8_t *bytes, size_t room);

/* Goes on with the handshake: 1 it is complete, or came as far as is wanted; 0 not yet, -EPROTO it failed. */
int mst_connection_shake(struct mst_connection *line);

/* Sends; returns how many bytes have left. Failures show in `error`. */
size_t mst_connection_send(struct mst_connection *line, const uint8_t *bytes, size_t size);

/* Receives what is there, up to MST_TALK_IN bytes in all, or fewer where all connections have much; of datagrams one.
 * `scratch` has room for MST_TALK_IN. Returns whether something came, or the end. */
bool mst_connection_receive(struct mst_connection *line, uint8_t *scratch);

/* Drops bytes of the front. */
void mst_connection_drop(struct mst_connection *line, size_t size);

/* Whether the other end lets nothing be sent: a window of zero. */
bool mst_connection_is_shut(const struct mst_connection *line);

/* Closes with a reset, so that neither side keeps state; the bytes are gone. */
void mst_connection_close(struct mst_connection *line);

#endif
