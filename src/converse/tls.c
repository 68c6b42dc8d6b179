/* SPDX-License-Identifier: BSD-2-Clause */
/* tls.c - see tls.h. */
#include "converse/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <string.h>

#include "base/fail.h"

enum { RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, RECORD_MAJOR = 3 };

static bool chose_http2(const SSL *ssl)
{
	const unsigned char *chosen;
	unsigned size;

	SSL_get0_alpn_selected(ssl, &chosen, &size);
	return size == 2 && memcmp(chosen, "h2", 2) == 0;
}

static bool is_enough(const SSL *ssl, const struct mst_tls_end *end)
{
	return end->at == MST_TLS_CERTIFICATE || (end->at == MST_TLS_HTTP2 && chose_http2(ssl));
}

/* In place of a chain that is built and verified, which OpenSSL does even where nothing depends on it. Where the
 * certificate is enough it is kept, and the handshake waits for ever: for the result of a verification, OpenSSL says.
 */
static int trust(X509_STORE_CTX *chain, void *user)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct mst_tls_end *end = SSL_get_app_data(ssl);
	X509 *certificate = X509_STORE_CTX_get0_cert(chain);

	(void)user;
	if (!end->certificate && is_enough(ssl, end) && X509_up_ref(certificate) == 1) {
		end->certificate = certificate;
		(void)SSL_set_retry_verify(ssl);
	}
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

SSL *mst_tls_session(SSL_CTX *context, int fd, const char *name, enum mst_alpn offer, struct mst_tls_end *end)
{
	SSL *ssl = SSL_new(context);

	if (!ssl || SSL_set_fd(ssl, fd) != 1) {
		SSL_free(ssl);
		return NULL;
	}
	SSL_set_connect_state(ssl);
	(void)SSL_set_app_data(ssl, end);
	offer_protocols(ssl, offer);
	if (name)
		(void)SSL_set_tlsext_host_name(ssl, name);
	return ssl;
}

bool mst_tls_is_record(const uint8_t *bytes, size_t size)
{
	return size >= 2 && (bytes[0] == RECORD_ALERT || bytes[0] == RECORD_HANDSHAKE) && bytes[1] == RECORD_MAJOR;
}

bool mst_tls_may_be_record(const uint8_t *bytes, size_t size)
{
	if (size == 1)
		return bytes[0] == RECORD_ALERT || bytes[0] == RECORD_HANDSHAKE;
	return size == 0 || mst_tls_is_record(bytes, size);
}

bool mst_tls_refused_alpn(void)
{
	return ERR_GET_REASON(ERR_peek_error()) == SSL_AD_REASON_OFFSET + SSL_AD_NO_APPLICATION_PROTOCOL;
}
