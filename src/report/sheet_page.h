/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sheet_page.h - tables other than verdicts as a page (html/page.h): the first one can be sorted and filtered, the
 * others are there in part.
 */
#ifndef MST_REPORT_SHEET_PAGE_H
#define MST_REPORT_SHEET_PAGE_H

#include <muster/sheet.h>

#include "report/out.h"

void mst_sheet_page_write(struct mst_out *out, const struct mst_sheet_content *content);

/* The decimal text of a real, with a point in every locale; empty for none. `text` has MST_SHEET_REAL bytes. */
#define MST_SHEET_REAL 40
const char *mst_sheet_real(char text[MST_SHEET_REAL], double real);

#endif
