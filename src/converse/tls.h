/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls.h - TLS as a client that trusts every server: all that OpenSSL still speaks, from TLS 1.0 with any cipher on.
 */
#ifndef MST_CONVERSE_TLS_H
#define MST_CONVERSE_TLS_H

#include <muster/error.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

/* The protocols that are offered by ALPN (RFC 7301). */
enum mst_alpn { MST_ALPN_NONE, MST_ALPN_HTTP1, MST_ALPN_HTTP2_HTTP1 };

/* -ENOMEM with a sentence. */
int mst_tls_new(SSL_CTX **context, struct mst_error *err);

/* What is wanted of a handshake: all of it; the server's certificate; that only where HTTP/2 was chosen. */
enum mst_tls_want { MST_TLS_ALL, MST_TLS_CERTIFICATE, MST_TLS_HTTP2 };

struct mst_tls_end {
	enum mst_tls_want at;
	X509 *certificate; /* the handshake has come so far, and does not go on; NULL: it does. The owner frees it */
};

/* A session on a connected socket. `name`: of the server (SNI), NULL: none. `end` is borrowed. NULL: no memory. */
SSL *mst_tls_session(SSL_CTX *context, int fd, const char *name, enum mst_alpn offer, struct mst_tls_end *end);

/* Whether a server's first bytes are a record of TLS: a part of its handshake, or an alert. */
bool mst_tls_is_record(const uint8_t *bytes, size_t size);

/* Whether they may be one, as far as they have come. */
bool mst_tls_may_be_record(const uint8_t *bytes, size_t size);

/* Whether the handshake that has just failed did so for the protocols that were offered. */
bool mst_tls_refused_alpn(void);

#endif
