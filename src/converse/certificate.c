/* SPDX-License-Identifier: BSD-2-Clause */
/* certificate.c - see certificate.h. */
#include "converse/certificate.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "base/service_tls.h"

#define SAN_BYTES 1024

/* In UTF-8; what is no character stays escaped. */
static void write_name(struct mst_certificate_name *to, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes;
	long size;

	to->size = 0;
	if (!bio)
		return;
	X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
	size = BIO_get_mem_data(bio, &bytes);
	if (size > 0) {
		to->size = size < MST_CERTIFICATE_NAME ? (size_t)size : MST_CERTIFICATE_NAME;
		memcpy(to->text, bytes, to->size);
	}
	BIO_free(bio);
}

/* The last one of the subject: the most specific (RFC 6125). */
static void add_common_name(const X509_NAME *subject, struct mst_service_draft *draft)
{
	unsigned char *text;
	int last = -1, size;

	for (int at; (at = X509_NAME_get_index_by_NID(subject, NID_commonName, last)) >= 0; last = at)
		;
	if (last < 0)
		return;
	size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, last)));
	if (size < 0)
		return;
	mst_draft_add(draft, MST_SERVICE_CERT_CN, text, (size_t)size);
	OPENSSL_free(text);
}

/* Puts a name behind others, with a blank between. False: it does not fit. */
static bool put_name(char *text, size_t *size, const void *name, size_t length)
{
	if (*size + 1 + length > SAN_BYTES)
		return false;
	if (*size)
		text[(*size)++] = ' ';
	memcpy(text + *size, name, length);
	*size += length;
	return true;
}

static bool put_alternative(char *text, size_t *size, const GENERAL_NAME *name)
{
	char address[INET6_ADDRSTRLEN];
	const ASN1_STRING *string;
	int kind;

	string = GENERAL_NAME_get0_value(name, &kind);
	if (kind == GEN_DNS || kind == GEN_EMAIL || kind == GEN_URI)
		return put_name(text, size, ASN1_STRING_get0_data(string), (size_t)ASN1_STRING_length(string));
	if (kind != GEN_IPADD || (ASN1_STRING_length(string) != 4 && ASN1_STRING_length(string) != 16))
		return true;
	inet_ntop(ASN1_STRING_length(string) == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(string), address,
	          sizeof address);
	return put_name(text, size, address, strlen(address));
}

static void add_alternatives(const X509 *certificate, struct mst_service_draft *draft)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	char text[SAN_BYTES];
	size_t size = 0;

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		if (!put_alternative(text, &size, sk_GENERAL_NAME_value(names, i)))
			break;
	}
	mst_draft_add(draft, MST_SERVICE_CERT_SAN, text, size);
	GENERAL_NAMES_free(names);
}

static void add_end(const X509 *certificate, struct mst_service_draft *draft)
{
	char text[40];
	struct tm end;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1 &&
	    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &end))
		mst_draft_add_text(draft, MST_SERVICE_CERT_NOT_AFTER, text);
}

static void add_key(const X509 *certificate, struct mst_service_draft *draft)
{
	const EVP_PKEY *key = X509_get0_pubkey(certificate);
	const char *type = key ? EVP_PKEY_get0_type_name(key) : NULL;
	char text[48];

	if (!type)
		return;
	snprintf(text, sizeof text, "%.20s %d", type, EVP_PKEY_get_bits(key));
	mst_draft_add_text(draft, MST_SERVICE_CERT_KEY, text);
}

static void add_digest(const X509 *certificate, struct mst_service_draft *draft)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char text[2 * EVP_MAX_MD_SIZE + 1];
	unsigned size = 0;

	if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1)
		return;
	for (unsigned i = 0; i < size; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	mst_draft_add(draft, MST_SERVICE_CERT_SHA256, text, 2 * (size_t)size);
}

void mst_certificate_read(const X509 *certificate, struct mst_service_draft *draft,
                          struct mst_certificate_name *subject)
{
	struct mst_certificate_name issuer;

	add_common_name(X509_get_subject_name(certificate), draft);
	add_alternatives(certificate, draft);
	add_end(certificate, draft);
	add_key(certificate, draft);
	add_digest(certificate, draft);
	write_name(&issuer, X509_get_issuer_name(certificate));
	mst_draft_add(draft, MST_SERVICE_CERT_ISSUER, issuer.text, issuer.size);
	write_name(subject, X509_get_subject_name(certificate));
}

void mst_certificate_of_session(const SSL *session, const X509 *certificate, bool starttls,
                                struct mst_service_draft *draft, struct mst_certificate_name *subject)
{
	/* Before TLS 1.3 it becomes the current one with the keys, which nobody waits for here. */
	const SSL_CIPHER *cipher = SSL_get_current_cipher(session);
	const unsigned char *alpn;
	unsigned alpn_size;
	char text[96];

	if (!cipher && certificate)
		cipher = SSL_get_pending_cipher(session);
	if (cipher) {
		snprintf(text, sizeof text, "%s %s%s", SSL_get_version(session), SSL_CIPHER_get_name(cipher),
		         starttls ? MST_SERVICE_STARTTLS : "");
		mst_draft_add_text(draft, MST_SERVICE_TLS, text);
	}
	SSL_get0_alpn_selected(session, &alpn, &alpn_size);
	mst_draft_add(draft, MST_SERVICE_ALPN, alpn, alpn_size);
	if (!certificate)
		certificate = SSL_get0_peer_certificate(session);
	if (certificate && !mst_draft_knows(draft, MST_SERVICE_CERT_SHA256))
		mst_certificate_read(certificate, draft, subject);
}
