/* SPDX-License-Identifier: BSD-2-Clause */
/* store_counts.c - see store_counts.h. */
#include "watch/store_counts.h"

#include "base/database.h"

void mst_store_counts_read(struct mst_watch_item *item, sqlite3_stmt *row)
{
	uint64_t probes, answers, turns;

	if (!mst_column_number(row, MST_STORE_COUNT_FIRST, INT64_MAX, &probes) ||
	    !mst_column_number(row, MST_STORE_COUNT_FIRST + 1, INT64_MAX, &answers) ||
	    !mst_column_number(row, MST_STORE_COUNT_FIRST + 2, INT64_MAX, &turns) || answers > probes)
		return;
	item->probes = probes;
	item->answers = answers;
	item->turns = turns;
}

void mst_store_counts_bind(sqlite3_stmt *row, int at, const struct mst_watch_item *item)
{
	sqlite3_bind_int64(row, at, (sqlite3_int64)item->probes);
	sqlite3_bind_int64(row, at + 1, (sqlite3_int64)item->answers);
	sqlite3_bind_int64(row, at + 2, (sqlite3_int64)item->turns);
}
