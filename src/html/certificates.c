/* SPDX-License-Identifier: BSD-2-Clause */
/* certificates.c - see certificates.h. */
#include "html/certificates.h"

#include <muster/units.h>
#include <stdio.h>
#include <string.h>

#include "base/moment.h"

#define DAY_NS (86400 * MST_NS_PER_SECOND)
#define SOON_DAYS 30

static struct mst_html_certificate read_one(const struct mst_result *result)
{
	const struct mst_service *service = result->service;
	struct mst_html_certificate one = { .addr = result->addr, .port = result->port, .ports = 1 };

	mst_service_text(one.until, sizeof one.until, service, MST_SERVICE_CERT_NOT_AFTER);
	mst_service_text(one.issuer, sizeof one.issuer, service, MST_SERVICE_CERT_ISSUER);
	mst_service_text(one.key, sizeof one.key, service, MST_SERVICE_CERT_KEY);
	mst_service_text(one.sha256, sizeof one.sha256, service, MST_SERVICE_CERT_SHA256);
	if (!mst_service_text(one.name, sizeof one.name, service, MST_SERVICE_CERT_CN))
		mst_service_text(one.name, sizeof one.name, service, MST_SERVICE_CERT_SAN);
	return one;
}

static bool is_same(const struct mst_html_certificate *one, const struct mst_html_certificate *other)
{
	return *one->sha256 && strcmp(one->sha256, other->sha256) == 0;
}

/* Where it belongs; one that is there already is counted, and `count` returned. */
static size_t place_of(struct mst_html_certificates *certificates, const struct mst_html_certificate *one)
{
	size_t at = certificates->count;

	for (size_t i = 0; i < certificates->count; i++) {
		if (is_same(&certificates->at[i], one)) {
			certificates->at[i].ports++;
			return MST_HTML_CERTIFICATES_MAX;
		}
	}
	while (at > 0 && strcmp(certificates->at[at - 1].until, one->until) > 0)
		at--;
	return at;
}

void mst_html_certificates_add(struct mst_html_certificates *certificates, const struct mst_result *result)
{
	struct mst_html_certificate one;
	size_t at, behind;
	uint64_t ns;

	if (!result->service || !result->service->of[MST_SERVICE_CERT_NOT_AFTER].size)
		return;
	one = read_one(result);
	if (mst_moment_parse(&ns, one.until) < 0)
		return;
	certificates->all++;
	at = place_of(certificates, &one);
	if (at >= MST_HTML_CERTIFICATES_MAX)
		return;
	certificates->count += certificates->count < MST_HTML_CERTIFICATES_MAX;
	behind = certificates->count - at - 1;
	memmove(&certificates->at[at + 1], &certificates->at[at], behind * sizeof one);
	certificates->at[at] = one;
}

/* ---- the table ---- */

static void put_end(struct mst_ink *ink, const struct mst_html_certificate *one, uint64_t now_ns)
{
	uint64_t ns = 0;

	mst_moment_parse(&ns, one->until);
	mst_ink_format(ink, "<td>%.10s", one->until);
	if (now_ns >= ns)
		mst_ink_format(ink, " <strong class=\"bad\">ended %llu days before the run</strong>",
		               (unsigned long long)((now_ns - ns) / DAY_NS));
	else if (ns - now_ns < SOON_DAYS * DAY_NS)
		mst_ink_format(ink, " <strong class=\"soon\">in %llu days</strong>",
		               (unsigned long long)((ns - now_ns) / DAY_NS));
	mst_ink_put(ink, "</td>");
}

static void put_place(struct mst_ink *ink, const struct mst_html_certificate *one)
{
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&one->addr, addr);
	mst_ink_put(ink, "<td><a href=\"#rows\" data-column=\"addr\" data-value=\"");
	mst_ink_words(ink, addr);
	mst_ink_put(ink, "\">");
	mst_ink_words(ink, addr);
	mst_ink_format(ink, "</a> port %u", one->port);
	if (one->ports > 1)
		mst_ink_format(ink, " and %llu more", (unsigned long long)one->ports - 1);
	mst_ink_put(ink, "</td>");
}

static void put_text(struct mst_ink *ink, const char *text)
{
	mst_ink_put(ink, "<td>");
	mst_ink_words(ink, text);
	mst_ink_put(ink, "</td>");
}

void mst_html_certificates_draw(struct mst_ink *ink, const struct mst_html_certificates *certificates, uint64_t now_ns)
{
	if (certificates->count == 0)
		return;
	mst_ink_put(ink, "<div class=\"wide list\" tabindex=\"0\" role=\"region\" "
	                 "aria-label=\"Certificates\"><table><thead><tr>");
	mst_ink_put(ink, "<th scope=\"col\">Valid until</th><th scope=\"col\">Name</th><th scope=\"col\">Issuer</th>");
	mst_ink_put(ink, "<th scope=\"col\">Key</th><th scope=\"col\">Where</th></tr></thead><tbody>");
	mst_ink_line(ink);
	for (size_t i = 0; i < certificates->count; i++) {
		const struct mst_html_certificate *one = &certificates->at[i];

		mst_ink_put(ink, "<tr>");
		put_end(ink, one, now_ns);
		put_text(ink, one->name);
		put_text(ink, one->issuer);
		put_text(ink, one->key);
		put_place(ink, one);
		mst_ink_put(ink, "</tr>");
		mst_ink_line(ink);
	}
	mst_ink_put(ink, "</tbody></table></div>");
	mst_ink_line(ink);
}
