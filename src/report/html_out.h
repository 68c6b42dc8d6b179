/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * html_out.h - the ink of a page (html/ink.h) goes to an output.
 */
#ifndef MST_REPORT_HTML_OUT_H
#define MST_REPORT_HTML_OUT_H

#include "html/ink.h"
#include "report/out.h"

void mst_html_out_begin(struct mst_ink *ink, struct mst_out *out);

#endif
