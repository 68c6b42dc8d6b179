/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - a page around its parts: one file that opens offline and asks for nothing. Its style sheet and its script
 * (page.css, page.js) are within it, and its Content-Security-Policy names their hashes and forbids all else.
 *
 *     begin ──► head of the run ──► section, its parts, end … ──► end
 */
#ifndef MST_HTML_PAGE_H
#define MST_HTML_PAGE_H

#include "html/ink.h"

extern const char mst_html_style[], mst_html_script[];
extern const size_t mst_html_style_size, mst_html_script_size;

/* From the first byte up to the title within the page. */
void mst_html_page_begin(struct mst_ink *ink, const char *title);

/* A part with a heading, words of this program; `class` may be "". Between both, markup. */
void mst_html_section(struct mst_ink *ink, const char *id, const char *class, const char *heading);
void mst_html_section_end(struct mst_ink *ink);

/* Script and the last bytes. */
void mst_html_page_end(struct mst_ink *ink);

#endif
