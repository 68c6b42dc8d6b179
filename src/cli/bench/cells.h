/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cells.h - what bench measures: every combination as a cell, and what came of it.
 */
#ifndef MST_CLI_BENCH_CELLS_H
#define MST_CLI_BENCH_CELLS_H

#include "cli/bench/options.h"

struct mst_bench_cell {
	struct mst_lab_run run; /* its rx is what runs; see also */
	bool rx_matters;        /* there are answers to receive */
	bool measured;
	struct mst_lab_figures figures; /* when measured */
	char remark[MST_ERROR_TEXT];    /* why not; empty when measured, and while it waits for its turn */
};

struct mst_bench_cells {
	struct mst_bench_cell *cells;
	size_t count;
};

/*
 * All of them, networks outside, lanes inside; what `lab` or this build lacks has its remark already. -ENOMEM.
 */
int mst_bench_cells_make(struct mst_bench_cells *cells, const struct mst_bench_options *options,
                         const struct mst_lab *lab);
void mst_bench_cells_free(struct mst_bench_cells *cells);

/* Whether it is still to be run. */
static inline bool mst_bench_cell_waits(const struct mst_bench_cell *cell)
{
	return !cell->measured && !*cell->remark;
}

/* ---- computed from the figures; NAN where they are missing ---- */

double mst_bench_matched_pps(const struct mst_bench_cell *cell);
double mst_bench_cpu_s_per_million(const struct mst_bench_cell *cell);

/* Of a lane's time, for each frame. */
double mst_bench_ns_per_probe(const struct mst_bench_cell *cell);

/* Frames that left and did not arrive; answers that were given and not matched. */
uint64_t mst_bench_lost_out(const struct mst_bench_cell *cell);
uint64_t mst_bench_lost_back(const struct mst_bench_cell *cell);

#endif
