/* SPDX-License-Identifier: BSD-2-Clause */
/* test_certificates.c - those that end first in front. */
#include "html/certificates.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "unit/html/fixture_html.h"

#define NOW UINT64_C(1796000000000000000) /* 2026-11-30 */

static struct mst_html_certificates certificates;

static void set(struct mst_service *service, enum mst_service_field field, const char *text)
{
	service->of[field] = (struct mst_service_text){ (const uint8_t *)text, (uint16_t)strlen(text) };
}

static void add(const char *until, const char *name, const char *sha256)
{
	struct mst_result result = fixture_port("10.0.0.1", 443, MST_OPEN);
	struct mst_service service = { 0 };

	set(&service, MST_SERVICE_CERT_NOT_AFTER, until);
	set(&service, MST_SERVICE_CERT_CN, name);
	set(&service, MST_SERVICE_CERT_SHA256, sha256);
	result.service = &service;
	mst_html_certificates_add(&certificates, &result);
}

static void begin(void)
{
	memset(&certificates, 0, sizeof certificates);
}

TestSuite(html_certificates, .init = begin);

Test(html_certificates, they_are_ordered_by_their_end)
{
	add("2027-05-01T00:00:00Z", "b", "b");
	add("2026-12-01T00:00:00Z", "a", "a");
	add("2028-01-01T00:00:00Z", "c", "c");
	cr_expect_str_eq(certificates.at[0].name, "a");
	cr_expect_str_eq(certificates.at[1].name, "b");
	cr_expect_str_eq(certificates.at[2].name, "c");
}

Test(html_certificates, one_that_several_ports_present_is_one)
{
	add("2027-05-01T00:00:00Z", "b", "b");
	add("2027-05-01T00:00:00Z", "b", "b");
	cr_expect_eq(certificates.count, 1);
	cr_expect_eq(certificates.at[0].ports, 2);
	cr_expect_eq(certificates.all, 2);
}

Test(html_certificates, the_first_ones_are_kept)
{
	for (unsigned i = 200; i-- > 0;) {
		char until[32], sha256[16];

		snprintf(until, sizeof until, "%u-01-01T00:00:00Z", 2030 + i);
		snprintf(sha256, sizeof sha256, "%u", i);
		add(until, "x", sha256);
	}
	cr_expect_eq(certificates.count, MST_HTML_CERTIFICATES_MAX);
	cr_expect_eq(strncmp(certificates.at[0].until, "2030", 4), 0);
	cr_expect_eq(strncmp(certificates.at[MST_HTML_CERTIFICATES_MAX - 1].until, "2079", 4), 0);
	cr_expect_eq(certificates.all, 200);
}

Test(html_certificates, an_end_that_is_no_moment_is_none)
{
	add("tomorrow<script>", "x", "x");
	add("", "x", "y");
	cr_expect_eq(certificates.count, 0);
}

Test(html_certificates, the_table_says_which_have_ended)
{
	const char *text;

	add("2026-11-20T00:00:00Z", "old", "a");
	add("2026-12-10T00:00:00Z", "<b>soon</b>", "b");
	add("2030-01-01T00:00:00Z", "later", "c");
	mst_html_certificates_draw(fixture_ink(), &certificates, NOW);
	text = fixture_text();
	cr_expect(strstr(text, "2026-11-20 <strong class=\"bad\">ended 10 days"), "%s", text);
	cr_expect(strstr(text, "in 9 days"), "%s", text);
	cr_expect(strstr(text, "&lt;b&gt;soon&lt;/b&gt;"));
	cr_expect_eq(fixture_count(text, "<strong"), 2);
}
