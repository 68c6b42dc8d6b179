/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * html_rows.h - verdicts as rows of the table of a page: which columns, and what is in their cells.
 *
 *     use, use … ──► fit: columns without text are left out ──► put, put …
 */
#ifndef MST_REPORT_HTML_ROWS_H
#define MST_REPORT_HTML_ROWS_H

#include "html/joined.h"
#include "html/leaves.h"
#include "html/table.h"
#include "report/writer.h"

/* Zeroed before init. */
struct mst_html_rows {
	struct mst_page *page;
	struct mst_fields fields;
	bool used[MST_FIELDS_MAX]; /* some verdict has text there */
	bool counted;              /* a last column has how many verdicts a row is about */
	struct mst_html_table table;
	char (*cells)[MST_FIELD_TEXT_MAX]; /* MST_FIELDS_MAX + 1 */
};

/* The chosen fields, or those that a page has by default. -ENOMEM. */
int mst_html_rows_init(struct mst_html_rows *rows, struct mst_page *page);

/* Before the first row. */
void mst_html_rows_use(struct mst_html_rows *rows, const struct mst_result *result);
void mst_html_rows_use_span(struct mst_html_rows *rows, const struct mst_html_span *span);
void mst_html_rows_fit(struct mst_html_rows *rows);

void mst_html_rows_put(struct mst_html_rows *rows, const struct mst_result *result);
void mst_html_rows_put_span(struct mst_html_rows *rows, const struct mst_html_span *span);

/* A row for each state of each leaf. */
void mst_html_rows_put_prefixes(struct mst_html_rows *rows, const struct mst_html_leaves *leaves);

void mst_html_rows_free(struct mst_html_rows *rows);

#endif
