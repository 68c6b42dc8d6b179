/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cursor.h - a place in rows: the row there, and the next one; a window of them is in memory.
 */
#ifndef MST_COMPARE_CURSOR_H
#define MST_COMPARE_CURSOR_H

#include "base/rows.h"

#define MST_CURSOR_ROWS 128

struct mst_cursor {
	struct mst_rows *rows; /* borrowed */
	struct mst_result window[MST_CURSOR_ROWS];
	size_t at, count;
	bool over;
};

/* At the first row. */
static inline void mst_cursor_begin(struct mst_cursor *cursor, struct mst_rows *rows)
{
	mst_rows_rewind(rows);
	cursor->rows = rows;
	cursor->at = cursor->count = 0;
	cursor->over = false;
}

/* The row here, valid until the cursor is past it (its service, too); NULL past the last, and after a failure of the
 * rows. */
static inline const struct mst_result *mst_cursor_row(struct mst_cursor *cursor)
{
	if (cursor->at == cursor->count && !cursor->over) {
		cursor->at = 0;
		cursor->count = mst_rows_next(cursor->rows, cursor->window, MST_CURSOR_ROWS);
		cursor->over = cursor->count == 0;
	}
	return cursor->over ? NULL : &cursor->window[cursor->at];
}

static inline void mst_cursor_step(struct mst_cursor *cursor)
{
	cursor->at++;
}

/* Orders rows by address and port: negative, 0 or positive. */
static inline int mst_cursor_compare(const struct mst_result *a, const struct mst_result *b)
{
	int order = mst_addr_compare(&a->addr, &b->addr);

	return order ? order : (int)a->port - (int)b->port;
}

/* Whether two rows with the same address and port are about the same target. 0: the file does not name the protocol. */
static inline bool mst_cursor_same_protocol(const struct mst_result *a, const struct mst_result *b)
{
	return !a->about_port || !b->about_port || a->proto == b->proto || a->proto == 0 || b->proto == 0;
}

#endif
