/* SPDX-License-Identifier: BSD-2-Clause */
/* tls.c - see tls.h. */
#include "converse/tls.h"

#include <errno.h>
#include <openssl/err.h>

#include "base/fail.h"

enum { RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, RECORD_MAJOR = 3 };

/* In place of a chain that is built and verified, which OpenSSL does even where nothing depends on it. */
static int trust(X509_STORE_CTX *chain, void *user)
{
	(void)chain;
	(void)user;
	return 1;
}

int mst_tls_new(SSL_CTX **out, struct mst_error *err)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	*out = context;
	if (!context)
		return mst_fail(err, -ENOMEM, "no memory for TLS");
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_cert_verify_callback(context, trust, NULL);
	SSL_CTX_set_security_level(context, 0);
	(void)SSL_CTX_set_min_proto_version(context, 0);
	(void)SSL_CTX_set_cipher_list(context, "ALL:COMPLEMENTOFALL");
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
	                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_IGNORE_UNEXPECTED_EOF |
	                                     SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
	return 0;
}

static void offer_protocols(SSL *ssl, enum mst_alpn offer)
{
	static const unsigned char both[] = "\x02h2\x08http/1.1";
	const unsigned skipped = offer == MST_ALPN_HTTP2_HTTP1 ? 0 : 3;

	if (offer != MST_ALPN_NONE)
		(void)SSL_set_alpn_protos(ssl, both + skipped, (unsigned)sizeof both - 1 - skipped);
}

SSL *mst_tls_session(SSL_CTX *context, int fd, const char *name, enum mst_alpn offer)
{
	SSL *ssl = SSL_new(context);

	if (!ssl || SSL_set_fd(ssl, fd) != 1) {
		SSL_free(ssl);
		return NULL;
	}
	SSL_set_connect_state(ssl);
	offer_protocols(ssl, offer);
	if (name)
		(void)SSL_set_tlsext_host_name(ssl, name);
	return ssl;
}

bool mst_tls_is_record(const uint8_t *bytes, size_t size)
{
	return size >= 2 && (bytes[0] == RECORD_ALERT || bytes[0] == RECORD_HANDSHAKE) && bytes[1] == RECORD_MAJOR;
}

bool mst_tls_refused_alpn(void)
{
	return ERR_GET_REASON(ERR_peek_error()) == SSL_AD_REASON_OFFSET + SSL_AD_NO_APPLICATION_PROTOCOL;
}
