/* SPDX-License-Identifier: BSD-2-Clause */
/* rows.c - see muster/rows.h and rows.h: what every source of rows has in common. */
#include "base/rows.h"

#include "base/fail.h"

const struct mst_rows_about *mst_rows_about(const struct mst_rows *rows)
{
	return &rows->about;
}

size_t mst_rows_next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	return rows->code < 0 ? 0 : rows->kind->next(rows, results, most);
}

void mst_rows_rewind(struct mst_rows *rows)
{
	if (rows->code == 0)
		rows->kind->rewind(rows);
}

const char *mst_rows_name(const struct mst_rows *rows, const struct mst_addr *addr)
{
	return rows->kind->name ? rows->kind->name(rows, addr) : NULL;
}

const char *mst_rows_worker(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage)
{
	return rows->kind->worker ? rows->kind->worker(rows, row, vantage) : NULL;
}

int mst_rows_code(const struct mst_rows *rows, struct mst_error *err)
{
	return rows->code < 0 ? mst_fail(err, rows->code, "%s", rows->error.text) : 0;
}

void mst_rows_close(struct mst_rows *rows)
{
	if (rows)
		rows->kind->close(rows);
}
