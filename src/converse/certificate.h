/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * certificate.h - what a TLS session and its certificate say, as fields. Nothing is verified: they say what the server
 * claims to be.
 */
#ifndef MST_CONVERSE_CERTIFICATE_H
#define MST_CONVERSE_CERTIFICATE_H

#include <openssl/ssl.h>

#include "base/service_draft.h"

/* Adds protocol, cipher, ALPN and the server's certificate of a session whose handshake is complete. */
void mst_certificate_of_session(const SSL *session, struct mst_service_draft *draft);

/* Adds the fields cert_*; names without end are cut as their fields are. */
void mst_certificate_read(X509 *certificate, struct mst_service_draft *draft);

#endif
