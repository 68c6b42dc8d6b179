/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service.h - what is known of the service behind an open port: a text for each field.
 *
 * All texts come from the network but for service_from and speaks: any byte may be in them. Whoever writes them
 * somewhere escapes them for that place.
 */
#ifndef MUSTER_SERVICE_H
#define MUSTER_SERVICE_H

#include <muster/api.h>
#include <stddef.h>
#include <stdint.h>

/* X(constant, name, the most bytes, what it is) */
#define MST_SERVICE_FIELDS(X) \
	X(MST_SERVICE_NAME, "service", 64, \
	  "name of the service, in nmap's spelling: what was recognised, else that of the port by /etc/services") \
	X(MST_SERVICE_FROM, "service_from", 8, "what the service was recognised by: port (a guess), banner, probe") \
	X(MST_SERVICE_PRODUCT, "product", 128, "the software that answers") \
	X(MST_SERVICE_VERSION, "version", 96, "its version, where it says it") \
	X(MST_SERVICE_OS, "os", 96, "the operating system, where the service says it") \
	X(MST_SERVICE_CPE, "cpe", 160, "name of the product as a CPE") \
	X(MST_SERVICE_TLS, "tls", 80, \
	  "protocol and cipher of TLS; STARTTLS behind them where the service begins in clear") \
	X(MST_SERVICE_ALPN, "alpn", 32, "protocol that the server chose by ALPN") \
	X(MST_SERVICE_CERT_CN, "cert_cn", 256, "common name of the certificate's subject") \
	X(MST_SERVICE_CERT_SAN, "cert_san", 1024, \
	  "names and addresses that the certificate is for, with blanks between") \
	X(MST_SERVICE_CERT_ISSUER, "cert_issuer", 256, "issuer of the certificate, RFC 4514") \
	X(MST_SERVICE_CERT_NOT_AFTER, "cert_not_after", 24, "end of the certificate's validity, RFC 3339, UTC") \
	X(MST_SERVICE_CERT_KEY, "cert_key", 32, "type and size of the certificate's key: RSA 2048") \
	X(MST_SERVICE_CERT_SHA256, "cert_sha256", 64, "SHA-256 of the certificate, in hexadecimal") \
	X(MST_SERVICE_HTTP_STATUS, "http_status", 3, "status code of the answer to GET /") \
	X(MST_SERVICE_HTTP_SERVER, "http_server", 256, "its header Server") \
	X(MST_SERVICE_HTTP_TITLE, "http_title", 256, "title of its page") \
	X(MST_SERVICE_HTTP_LOCATION, "http_location", 512, "where it redirects to") \
	X(MST_SERVICE_SSH_KEY, "ssh_key", 32, "type of the SSH host key") \
	X(MST_SERVICE_SSH_KEY_SHA256, "ssh_key_sha256", 43, "its SHA-256 fingerprint, as ssh-keygen prints it") \
	X(MST_SERVICE_CAPABILITIES, "capabilities", 512, \
	  "extensions that a mail or file server offers, with blanks between") \
	X(MST_SERVICE_BANNER, "banner", 1460, "the first bytes that the port sent") \
	X(MST_SERVICE_SPEAKS, "speaks", 12, \
	  "what the port did after the handshake: data, silent, reset, zero-window, closed")

#define MST_SERVICE_CONSTANT(constant, name, most, meaning) constant,
enum mst_service_field { MST_SERVICE_FIELDS(MST_SERVICE_CONSTANT) MST_SERVICE_FIELD_COUNT };
#undef MST_SERVICE_CONSTANT

struct mst_service_text {
	const uint8_t *bytes; /* no NUL at the end */
	uint16_t size;        /* 0: not known */
};

/* The texts are borrowed from whoever made it. */
struct mst_service {
	struct mst_service_text of[MST_SERVICE_FIELD_COUNT];
};

/* The name of a field, such as "product"; "?" out of range. Static. */
MST_API const char *mst_service_field_name(enum mst_service_field field);
MST_API const char *mst_service_field_meaning(enum mst_service_field field);

/* The most bytes that a text of this field has; longer ones were cut. 0 out of range. */
MST_API size_t mst_service_field_most(enum mst_service_field field);

/*
 * The text of a field for people: bytes that are no UTF-8, characters that cannot be seen, and a backslash before an x
 * are \xHH. Whole characters only, cut where `to` is full, always with a NUL; `size` is at least 1. Returns its length,
 * 0 where it is not known; `service` may be NULL.
 */
MST_API size_t mst_service_text(char *to, size_t size, const struct mst_service *service, enum mst_service_field field);

#endif
