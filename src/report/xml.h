/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xml.h - what XML has from outside. Elements are written as they are with mst_out_put; everything from outside is the
 * value of an attribute or the content of an element, and passes here (base/media.h has what becomes of each
 * character).
 */
#ifndef MST_REPORT_XML_H
#define MST_REPORT_XML_H

#include "report/out.h"

/* ` name="text"`, for `length` bytes of text, any. */
void mst_xml_put(struct mst_out *out, const char *name, const char *text, size_t length);

/* The same for a text that ends with its NUL, and for a whole number. */
void mst_xml_text(struct mst_out *out, const char *name, const char *text);
void mst_xml_number(struct mst_out *out, const char *name, uint64_t number);

/* The content of an element, any text. */
void mst_xml_content(struct mst_out *out, const char *text, size_t length);

#endif
