/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * certificates.h - certificates of a run, those that end first in front: so many are kept, all are counted. One that
 * several ports present is one.
 */
#ifndef MST_HTML_CERTIFICATES_H
#define MST_HTML_CERTIFICATES_H

#include <muster/result.h>

#include "html/ink.h"

#define MST_HTML_CERTIFICATES_MAX 50
#define MST_HTML_CERTIFICATE_TEXT 128 /* bytes of a name; longer ones are cut */

struct mst_html_certificate {
	char until[25]; /* RFC 3339, UTC: ordered as text */
	char name[MST_HTML_CERTIFICATE_TEXT], issuer[MST_HTML_CERTIFICATE_TEXT], key[33], sha256[65];
	struct mst_addr addr; /* of the first port that presented it */
	uint16_t port;
	uint64_t ports;
};

/* Zeroed before the first. */
struct mst_html_certificates {
	struct mst_html_certificate at[MST_HTML_CERTIFICATES_MAX];
	size_t count;
	uint64_t all; /* presented: a port counts once */
};

/* Takes the certificate of a verdict, if it has one whose end is known. */
void mst_html_certificates_add(struct mst_html_certificates *certificates, const struct mst_result *result);

/* A table; `now_ns` since 1970 says which of them have ended. Nothing without certificates. */
void mst_html_certificates_draw(struct mst_ink *ink, const struct mst_html_certificates *certificates, uint64_t now_ns);

#endif
