/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.h - what bench found out: a table with bars for people, rows for programs, and what suits each
 * interface.
 */
#ifndef MST_CLI_BENCH_TABLE_H
#define MST_CLI_BENCH_TABLE_H

#include "cli/bench/cells.h"
#include "cli/options/sheets.h"

/* What "auto" would take at one interface of this machine, and what speaks against the faster ones. */
struct mst_bench_advice {
	char interface[32];
	const char *engine, *rx;          /* NULL: none can be had */
	struct mst_error why_out, why_in; /* a line each; or, where none can be had, why */
};

struct mst_bench_advices {
	struct mst_bench_advice *items;
	size_t count;
};

/* Looks at every interface but the loopback, sending nothing. 0, or -ENOMEM. */
int mst_bench_advise(struct mst_bench_advices *advices);
void mst_bench_advices_free(struct mst_bench_advices *advices);

void mst_bench_print(const struct mst_bench_cells *cells, unsigned width, FILE *out);
void mst_bench_print_advices(const struct mst_bench_advices *advices, FILE *out);

/* Every output, all of which are tried; the first failure is returned. */
int mst_bench_write(struct mst_sheets *sheets, const struct mst_bench_cells *cells,
                    const struct mst_bench_advices *advices, const struct mst_bench_options *options, bool interrupted,
                    struct mst_error *err);

#endif
