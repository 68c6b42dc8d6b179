/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_tls.h - where TLS begins: with the first byte, as HTTPS does, or within a protocol that begins in clear
 * (STARTTLS). Of the second kind the field `tls` ends with a word of its own: "TLSv1.3 TLS_AES_128_GCM_SHA256
 * STARTTLS".
 */
#ifndef MST_BASE_SERVICE_TLS_H
#define MST_BASE_SERVICE_TLS_H

#include <muster/service.h>
#include <stdbool.h>

#define MST_SERVICE_STARTTLS " STARTTLS"

/* Whether what the service is named after is spoken in TLS from the first byte: not so of one that is known to be TLS
 * and no more ("ssl"). `service` may be NULL. */
bool mst_service_is_in_tls(const struct mst_service *service);

#endif
