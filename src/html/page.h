/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - a page around its parts: one file that opens offline and asks for nothing. Its style sheet and its script
 * (page.css; page.js or status.js) are within it, and its Content-Security-Policy names their hashes and forbids all
 * else.
 *
 *     begin ──► head of the run ──► section, its parts, end … ──► end
 */
#ifndef MST_HTML_PAGE_H
#define MST_HTML_PAGE_H

#include "html/ink.h"

extern const char mst_html_style[], mst_html_script[], mst_html_status_script[];
extern const size_t mst_html_style_size, mst_html_script_size, mst_html_status_script_size;

/* X(constant, script) */
#define MST_HTML_PAGES(X) \
	X(MST_HTML_REPORT, mst_html_script)        /* of a finished run: page.js */ \
	X(MST_HTML_STATUS, mst_html_status_script) /* of a watch, written again and again: status.js */

#define MST_HTML_PAGE(constant, script) constant,
enum mst_html_page_kind { MST_HTML_PAGES(MST_HTML_PAGE) };
#undef MST_HTML_PAGE

struct mst_html_page {
	const char *title;
	enum mst_html_page_kind kind;
	unsigned refresh_s; /* without script the page is read again after so many seconds; 0: never */
};

/* From the first byte up to the title within the page. */
void mst_html_page_begin(struct mst_ink *ink, const struct mst_html_page *page);

/* A part with a heading, words of this program; `class` may be "". Between both, markup. */
void mst_html_section(struct mst_ink *ink, const char *id, const char *class, const char *heading);
void mst_html_section_end(struct mst_ink *ink);

/* Script and the last bytes. */
void mst_html_page_end(struct mst_ink *ink, enum mst_html_page_kind kind);

#endif
