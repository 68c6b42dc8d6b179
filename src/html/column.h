/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * column.h - the cells of one column as JSON, small: verdicts beside one another have much in common.
 *
 *     empty everywhere    null                         all the same     "echo-reply"
 *     a few words         {"d":["up","down"],"i":"ABBA"}, a letter a cell
 *     MAC addresses       {"m":"ABshAQID…"}: base64 of six bytes each; an empty cell is six zeros
 *     what begins alike   {"p":"10.0.0.","s":"1|2|7"}
 *     else                ["a","b|c"]
 */
#ifndef MST_HTML_COLUMN_H
#define MST_HTML_COLUMN_H

#include "html/ink.h"

struct mst_html_cell {
	const char *text; /* any bytes */
	size_t length;
};

void mst_html_column_put(struct mst_ink *ink, const struct mst_html_cell *cells, size_t count);

#endif
