/* SPDX-License-Identifier: BSD-2-Clause */
/* journal.c - the rows of a journal (muster/journal.h), which is closed with them. */
#include <errno.h>
#include <muster/journal.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/rows.h"
#include "import/formats.h"

struct of_journal {
	struct mst_rows rows;
	struct mst_journal *journal;
	struct mst_rows *inner;
};

static size_t next_rows(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct of_journal *of = (struct of_journal *)rows;
	size_t count = mst_rows_next(of->inner, results, most);

	if (count == 0)
		rows->code = mst_rows_code(of->inner, &rows->error);
	return count;
}

static void rewind_rows(struct mst_rows *rows)
{
	mst_rows_rewind(((struct of_journal *)rows)->inner);
}

static const char *name_of(const struct mst_rows *rows, const struct mst_addr *addr)
{
	return mst_rows_name(((const struct of_journal *)rows)->inner, addr);
}

static const char *worker_of(const struct mst_rows *rows, const struct mst_result *row, unsigned vantage)
{
	return mst_rows_worker(((const struct of_journal *)rows)->inner, row, vantage);
}

static void close_rows(struct mst_rows *rows)
{
	struct of_journal *of = (struct of_journal *)rows;

	mst_rows_close(of->inner);
	mst_journal_close(of->journal);
	free(of);
}

static const struct mst_rows_kind kind = {
	.next = next_rows, .rewind = rewind_rows, .name = name_of, .close = close_rows, .worker = worker_of
};

int mst_import_journal(struct mst_rows **rows, const char *path, struct mst_error *err)
{
	struct of_journal *of = calloc(1, sizeof *of);
	int code;

	*rows = NULL;
	if (!of)
		return mst_fail(err, -ENOMEM, "%s: no memory to read it", path);
	of->rows.kind = &kind;
	code = mst_journal_read(&of->journal, path, err);
	if (code == 0)
		code = mst_journal_rows(&of->inner, of->journal, true, err);
	if (code < 0) {
		close_rows(&of->rows);
		return code;
	}
	of->rows.about = *mst_rows_about(of->inner);
	*rows = &of->rows;
	return 0;
}
