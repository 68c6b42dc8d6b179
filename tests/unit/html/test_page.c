/* SPDX-License-Identifier: BSD-2-Clause */
/* test_page.c - what stands around the parts. */
#include "html/page.h"

#include <criterion/criterion.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static const char *page_of(enum mst_html_page_kind kind, unsigned refresh_s)
{
	struct mst_ink *ink = fixture_ink();

	mst_html_page_begin(ink, &(struct mst_html_page){ "</title><script>alert(1)</script>", kind, refresh_s });
	mst_html_section(ink, "map", "wide", "Map");
	mst_html_section_end(ink);
	mst_html_page_end(ink, kind);
	return fixture_text();
}

static const char *page(void)
{
	return page_of(MST_HTML_REPORT, 0);
}

/* Of what stands between two marks, as a browser hashes it. */
static void expect_hash(const char *text, const char *begin, const char *end, const char *directive)
{
	const char *from = strstr(text, begin);
	unsigned char digest[SHA256_DIGEST_LENGTH], base64[64];
	char policy[128];

	cr_assert_not_null(from);
	from += strlen(begin);
	SHA256((const unsigned char *)from, (size_t)(strstr(from, end) - from), digest);
	EVP_EncodeBlock(base64, digest, sizeof digest);
	snprintf(policy, sizeof policy, "%s 'sha256-%s'", directive, (const char *)base64);
	cr_expect(strstr(text, policy), "%s", policy);
}

Test(html_page, the_policy_forbids_all_but_what_is_within)
{
	const char *text = page();

	cr_expect(strstr(text, "content=\"default-src 'none'; style-src 'sha256-"));
	cr_expect(strstr(text, "base-uri 'none'; form-action 'none'\">"));
	expect_hash(text, "<style>", "</style>", "style-src");
	expect_hash(text, "<script>", "</script>", "script-src");
}

Test(html_page, nothing_is_fetched_and_nothing_is_styled_in_place)
{
	const char *text = page();

	cr_expect_not(strstr(text, "http://"));
	cr_expect_not(strstr(text, "https://"));
	cr_expect_not(strstr(text, " style=\""));
	cr_expect_not(strstr(text, "@import"));
	cr_expect_not(strstr(text, "innerHTML"));
}

Test(html_page, a_title_is_text)
{
	const char *text = page();

	cr_expect(strstr(text, "<title>&lt;/title&gt;&lt;script&gt;"));
	cr_expect(strstr(text, "<h1>&lt;/title&gt;&lt;script&gt;"));
	cr_expect_eq(fixture_count(text, "<script"), 1);
}

Test(html_page, a_status_page_has_its_own_script_and_is_read_again)
{
	const char *text = page_of(MST_HTML_STATUS, 10);

	expect_hash(text, "<script>", "</script>", "script-src");
	cr_expect(strstr(text, "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>"));
	cr_expect_not(strstr(page(), "http-equiv=\"refresh\""));
}
