/* SPDX-License-Identifier: BSD-2-Clause */
/* spool_rows.c - see spool_rows.h. */
#include "report/spool_rows.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "report/merge.h"

struct spool_rows {
	struct mst_rows rows;
	struct mst_merge merge;
	struct mst_service_copies services; /* of the rows that were handed out last */
};

static size_t next(struct mst_rows *rows, struct mst_result *results, size_t most)
{
	struct spool_rows *spooled = (struct spool_rows *)rows;
	size_t count = mst_merge_next(&spooled->merge, results, most);

	mst_service_copies_clear(&spooled->services);
	(void)mst_spool_unmark(spooled->merge.spool, &spooled->services, results, count); /* its `code` says so */
	return count;
}

static void begin_again(struct mst_rows *rows)
{
	mst_merge_rewind(&((struct spool_rows *)rows)->merge);
}

static void close_rows(struct mst_rows *rows)
{
	mst_merge_close(&((struct spool_rows *)rows)->merge);
	mst_service_copies_free(&((struct spool_rows *)rows)->services);
	free(rows);
}

static const struct mst_rows_kind kind = { .next = next, .rewind = begin_again, .close = close_rows };

int mst_spool_rows(struct mst_rows **out, struct mst_spool *spool, const struct mst_amendments *amendments,
                   uint32_t states, struct mst_error *err)
{
	struct spool_rows *made = calloc(1, sizeof *made);
	int code = made ? mst_merge_open(&made->merge, spool, amendments, states, err)
	                : mst_fail(err, -ENOMEM, "no memory for the report");

	*out = NULL;
	if (code < 0) {
		free(made);
		return code;
	}
	made->rows = (struct mst_rows){ .kind = &kind, .about.format = "spool", .about.complete = true };
	*out = &made->rows;
	return 0;
}
