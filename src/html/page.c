/* SPDX-License-Identifier: BSD-2-Clause */
/* page.c - see page.h. */
#include "html/page.h"

#include <muster/version.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "html/map.h"

#define BASE64_MAX ((SHA256_DIGEST_LENGTH + 2) / 3 * 4 + 1)

/* 'sha256-…' of an inline style sheet or script, as a Content-Security-Policy has it. */
static void put_hash(struct mst_ink *ink, const char *bytes, size_t size)
{
	unsigned char digest[SHA256_DIGEST_LENGTH], text[BASE64_MAX];

	SHA256((const unsigned char *)bytes, size, digest);
	EVP_EncodeBlock(text, digest, sizeof digest);
	mst_ink_format(ink, "'sha256-%s'", (const char *)text);
}

/* The script of a page; returns its size. */
static size_t script_of(enum mst_html_page_kind kind, const char **script)
{
	switch (kind) {
#define CASE(constant, name) \
	case constant: *script = name; return name##_size;
		MST_HTML_PAGES(CASE)
#undef CASE
	}
	*script = "";
	return 0;
}

static void put_policy(struct mst_ink *ink, const struct mst_html_page *page)
{
	const char *script;
	size_t size = script_of(page->kind, &script);

	mst_ink_put(ink, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
	put_hash(ink, mst_html_style, mst_html_style_size);
	mst_ink_put(ink, "; script-src ");
	put_hash(ink, script, size);
	/* The icon is empty: a browser would ask the server of the page for one. */
	mst_ink_put(ink, "; img-src data:; base-uri 'none'; form-action 'none'\">");
	mst_ink_line(ink);
}

/* With a script the page reads itself again, and readers can stop that. */
static void put_refresh(struct mst_ink *ink, const struct mst_html_page *page)
{
	if (page->refresh_s)
		mst_ink_format(ink, "<noscript><meta http-equiv=\"refresh\" content=\"%u\"></noscript>\n",
		               page->refresh_s);
}

void mst_html_page_begin(struct mst_ink *ink, const struct mst_html_page *page)
{
	mst_ink_put(ink, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	put_policy(ink, page);
	put_refresh(ink, page);
	mst_ink_put(ink, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	                 "<meta name=\"referrer\" content=\"no-referrer\">\n"
	                 "<meta name=\"generator\" content=\"muster " MST_VERSION "\">\n"
	                 "<link rel=\"icon\" href=\"data:,\">\n<title>");
	mst_ink_words(ink, page->title);
	mst_ink_put(ink, "</title>\n<style>");
	mst_ink_bytes(ink, mst_html_style, mst_html_style_size);
	mst_ink_put(ink, "</style>\n</head>\n<body>\n<header><h1>");
	mst_ink_words(ink, page->title);
	mst_ink_put(ink, "</h1></header>\n<main>");
	mst_html_map_patterns(ink);
	mst_ink_line(ink);
}

void mst_html_section(struct mst_ink *ink, const char *id, const char *class, const char *heading)
{
	mst_ink_format(ink, "<section class=\"%s\" aria-labelledby=\"%s\"><h2 id=\"%s\">%s</h2>", class, id, id,
	               heading);
	mst_ink_line(ink);
}

void mst_html_section_end(struct mst_ink *ink)
{
	mst_ink_put(ink, "</section>");
	mst_ink_line(ink);
}

void mst_html_page_end(struct mst_ink *ink, enum mst_html_page_kind kind)
{
	const char *script;
	size_t size = script_of(kind, &script);

	mst_ink_put(ink,
	            "</main>\n<footer>muster " MST_VERSION ". This file asks for nothing from any network.</footer>\n"
	            "<script>");
	mst_ink_bytes(ink, script, size);
	mst_ink_put(ink, "</script>\n</body>\n</html>");
	mst_ink_line(ink);
}
