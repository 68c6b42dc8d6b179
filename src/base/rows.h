/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - what stands behind muster/rows.h: each source of rows has its functions in a const struct, and begins its
 * own struct with a struct mst_rows.
 */
#ifndef MST_BASE_ROWS_H
#define MST_BASE_ROWS_H

#include <muster/rows.h>

struct mst_rows_kind {
	size_t (*next)(struct mst_rows *rows, struct mst_result *results, size_t most);
	void (*rewind)(struct mst_rows *rows);
	const char *(*name)(const struct mst_rows *rows, const struct mst_addr *addr); /* NULL: knows no names */
	void (*close)(struct mst_rows *rows);
	const char *(*worker)(const struct mst_rows *rows, const struct mst_result *row,
	                      unsigned vantage); /* likewise */
};

struct mst_rows {
	const struct mst_rows_kind *kind;
	struct mst_rows_about about;
	int code; /* 0, or the failure that ended them */
	struct mst_error error;
};

#endif
