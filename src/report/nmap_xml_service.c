/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_xml_service.c - see nmap_xml_service.h. import/nmap_service.c reads it. */
#include "report/nmap_xml_service.h"

#include "base/service_tls.h"
#include "report/nmap_words.h"
#include "report/xml.h"

static void put(struct mst_page *page, const char *text)
{
	mst_out_put(page->out, text);
}

static bool has(const struct mst_service *service, enum mst_service_field field)
{
	return service && service->of[field].size > 0;
}

static bool is_word(const struct mst_service *service, enum mst_service_field field, const char *word)
{
	size_t length = strlen(word);

	return service->of[field].size == length && memcmp(service->of[field].bytes, word, length) == 0;
}

/* A text of the service as content; as an attribute, where it is known. */
static void put_content(struct mst_page *page, const struct mst_service *service, enum mst_service_field field)
{
	char text[MST_FIELD_SPELLED_MAX];

	mst_xml_content(page->out, text, (size_t)(mst_service_spell(text, &service->of[field], false) - text));
}

static void put_attribute(struct mst_page *page, const char *name, const struct mst_service *service,
                          enum mst_service_field field)
{
	if (!has(service, field))
		return;
	put(page, " ");
	put(page, name);
	put(page, "=\"");
	put_content(page, service, field);
	put(page, "\"");
}

/* ---- <service> ---- */

/* Several are separated by blanks. */
static void put_cpes(struct mst_page *page, const struct mst_service *service)
{
	char text[MST_FIELD_SPELLED_MAX];
	char *end = mst_service_spell(text, &service->of[MST_SERVICE_CPE], true);

	for (char *at = text, *next; at < end; at = next) {
		char *blank = memchr(at, ' ', (size_t)(end - at));

		next = blank ? blank + 1 : end;
		put(page, "<cpe>");
		mst_xml_content(page->out, at, (size_t)((blank ? blank : end) - at));
		put(page, "</cpe>");
	}
}

/* nmap is sure of what it probed, 10 of 10; what a banner alone told is 8. */
static const char *how(const struct mst_service *service)
{
	if (!has(service, MST_SERVICE_NAME) && !has(service, MST_SERVICE_PRODUCT))
		return " method=\"table\" conf=\"3\"";
	return is_word(service, MST_SERVICE_FROM, "banner") ? " method=\"probed\" conf=\"8\""
	                                                    : " method=\"probed\" conf=\"10\"";
}

void mst_nmap_xml_service(struct mst_page *page, const struct mst_result *port)
{
	const struct mst_service *service = port->service;
	const char *usual = mst_nmap_service(&page->lookups, port);
	char name[MST_FIELD_TEXT_MAX];

	if (!*usual && !service)
		return;
	put(page, "<service");
	if (has(service, MST_SERVICE_NAME))
		mst_xml_put(page->out, "name", name,
		            (size_t)(mst_lookups_put_service(name, &page->lookups, port) - name));
	else
		mst_xml_text(page->out, "name", *usual && !has(service, MST_SERVICE_PRODUCT) ? usual : "unknown");
	put_attribute(page, "product", service, MST_SERVICE_PRODUCT);
	put_attribute(page, "version", service, MST_SERVICE_VERSION);
	put_attribute(page, "ostype", service, MST_SERVICE_OS);
	if (mst_service_is_in_tls(service))
		put(page, " tunnel=\"ssl\"");
	put(page, how(service));
	put(page, has(service, MST_SERVICE_CPE) ? ">" : "/>");
	if (!has(service, MST_SERVICE_CPE))
		return;
	put_cpes(page, service);
	put(page, "</service>");
}

/* ---- <script> ---- */

/* What is known of them is a line each, as nmap has it. */
struct line {
	const char *before;
	enum mst_service_field field;
};

static void put_lines(struct mst_page *page, const struct mst_service *service, const char *id,
                      const struct line *lines, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!has(service, lines[i].field))
			continue;
		if (!any) {
			put(page, "<script id=\"");
			put(page, id);
			put(page, "\" output=\"");
		}
		put(page, any ? "&#xa;" : "");
		put(page, lines[i].before);
		put_content(page, service, lines[i].field);
		any = true;
	}
	put(page, any ? "\"/>" : "");
}

/* The fields without a place of their own. */
static const enum mst_service_field others[] = {
	MST_SERVICE_TLS,          MST_SERVICE_ALPN,           MST_SERVICE_CERT_CN,  MST_SERVICE_CERT_SAN,
	MST_SERVICE_CERT_ISSUER,  MST_SERVICE_CERT_NOT_AFTER, MST_SERVICE_CERT_KEY, MST_SERVICE_CERT_SHA256,
	MST_SERVICE_HTTP_STATUS,  MST_SERVICE_HTTP_LOCATION,  MST_SERVICE_SSH_KEY,  MST_SERVICE_SSH_KEY_SHA256,
	MST_SERVICE_CAPABILITIES, MST_SERVICE_SPEAKS,
};

static void put_others(struct mst_page *page, const struct mst_service *service)
{
	bool any = false;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (!has(service, others[i]))
			continue;
		if (!any)
			put(page, "<script id=\"muster-service\" output=\"what nmap has no place for\">");
		put(page, "<elem key=\"");
		put(page, mst_service_field_name(others[i]));
		put(page, "\">");
		put_content(page, service, others[i]);
		put(page, "</elem>");
		any = true;
	}
	put(page, any ? "</script>" : "");
}

#define PUT_LINES(id, lines) put_lines(page, service, id, lines, sizeof(lines) / sizeof *(lines))

void mst_nmap_xml_scripts(struct mst_page *page, const struct mst_result *port)
{
	static const struct line banner[] = { { "", MST_SERVICE_BANNER } };
	static const struct line title[] = { { "", MST_SERVICE_HTTP_TITLE } };
	static const struct line server[] = { { "", MST_SERVICE_HTTP_SERVER } };
	static const struct line key[] = { { "type: ", MST_SERVICE_SSH_KEY },
		                           { "SHA256:", MST_SERVICE_SSH_KEY_SHA256 } };
	static const struct line certificate[] = {
		{ "Subject: commonName=", MST_SERVICE_CERT_CN },
		{ "Subject Alternative Name: ", MST_SERVICE_CERT_SAN },
		{ "Issuer: ", MST_SERVICE_CERT_ISSUER },
		{ "Public Key: ", MST_SERVICE_CERT_KEY },
		{ "Not valid after: ", MST_SERVICE_CERT_NOT_AFTER },
		{ "SHA-256: ", MST_SERVICE_CERT_SHA256 },
	};
	const struct mst_service *service = port->service;

	if (!service)
		return;
	PUT_LINES("banner", banner);
	PUT_LINES("http-title", title);
	PUT_LINES("http-server-header", server);
	PUT_LINES("ssl-cert", certificate);
	PUT_LINES("ssh-hostkey", key);
	put_others(page, service);
}
