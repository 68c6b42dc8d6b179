/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * certificate.h - what a TLS session and its certificate say, as fields. Nothing is verified: they say what the server
 * claims to be.
 */
#ifndef MST_CONVERSE_CERTIFICATE_H
#define MST_CONVERSE_CERTIFICATE_H

#include <openssl/ssl.h>

#include "base/service_draft.h"

#define MST_CERTIFICATE_NAME 256

/* A name as RFC 4514 writes it, cut. */
struct mst_certificate_name {
	char text[MST_CERTIFICATE_NAME];
	size_t size; /* 0: none */
};

/* Adds protocol, cipher, ALPN and the server's certificate, whose name is `subject`, as far as a handshake came.
 * `certificate`: that of the server where the handshake ended with it, else NULL. `starttls`: the connection began in
 * clear. */
void mst_certificate_of_session(const SSL *session, const X509 *certificate, bool starttls,
                                struct mst_service_draft *draft, struct mst_certificate_name *subject);

/* Adds the fields cert_*; names without end are cut as their fields are. */
void mst_certificate_read(const X509 *certificate, struct mst_service_draft *draft,
                          struct mst_certificate_name *subject);

#endif
