/* SPDX-License-Identifier: BSD-2-Clause */
/* cells.c - see cells.h. */
#include "cli/bench/cells.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ANY_RX "pcap" /* where nothing answers it makes no difference */

/* Zeroed, at the end. NULL without memory. */
static struct mst_bench_cell *add(struct mst_bench_cells *cells)
{
	struct mst_bench_cell *more = reallocarray(cells->cells, cells->count + 1, sizeof *more);

	if (!more)
		return NULL;
	cells->cells = more;
	more[cells->count] = (struct mst_bench_cell){ 0 };
	return &more[cells->count++];
}

static int add_lanes(struct mst_bench_cells *cells, const struct mst_bench_options *options,
                     const struct mst_bench_cell *like)
{
	const char *engine_absence = mst_engine_absence(MST_ENGINE_SEND, like->run.engine);
	const char *rx_absence = mst_engine_absence(MST_ENGINE_RECEIVE, like->run.rx);

	for (size_t i = 0; i < options->lane_counts_count; i++) {
		struct mst_bench_cell *cell = add(cells);

		if (!cell)
			return -ENOMEM;
		*cell = *like;
		cell->run.lanes = options->lane_counts[i];
		if (engine_absence || rx_absence)
			snprintf(cell->remark, sizeof cell->remark, "%s", engine_absence ? engine_absence : rx_absence);
	}
	return 0;
}

static int add_receivers(struct mst_bench_cells *cells, const struct mst_bench_options *options,
                         struct mst_bench_cell *like)
{
	const char *name;
	int code = 0;

	like->rx_matters = like->run.network == MST_LAB_REFLECT;
	if (!like->rx_matters) {
		like->run.rx = ANY_RX;
		return add_lanes(cells, options, like);
	}
	for (size_t i = 0; code == 0 && (name = mst_engine_name(MST_ENGINE_RECEIVE, i)); i++) {
		like->run.rx = name;
		if (options->rx_wanted >> i & 1 && mst_bench_measures(name))
			code = add_lanes(cells, options, like);
	}
	return code;
}

static int add_engines(struct mst_bench_cells *cells, const struct mst_bench_options *options,
                       enum mst_lab_network network)
{
	struct mst_bench_cell like = { .run = { .network = network, .question = options->question } };
	const char *name;
	int code = 0;

	like.run.duration_ns = options->duration_ns;
	for (size_t i = 0; code == 0 && (name = mst_engine_name(MST_ENGINE_SEND, i)); i++) {
		like.run.engine = name;
		if (options->engines_wanted >> i & 1 && mst_bench_measures(name))
			code = add_receivers(cells, options, &like);
	}
	return code;
}

int mst_bench_cells_make(struct mst_bench_cells *cells, const struct mst_bench_options *options,
                         const struct mst_lab *lab)
{
	int code = 0;

	for (int network = 0; code == 0 && network < MST_LAB_NETWORK_COUNT; network++) {
		const char *lack = mst_lab_lacks(lab, (enum mst_lab_network)network);
		struct mst_bench_cell *cell;

		if (!lack) {
			code = add_engines(cells, options, (enum mst_lab_network)network);
			continue;
		}
		cell = add(cells);
		if (!cell)
			return -ENOMEM;
		cell->run.network = (enum mst_lab_network)network;
		snprintf(cell->remark, sizeof cell->remark, "%s", lack);
	}
	return code;
}

void mst_bench_cells_free(struct mst_bench_cells *cells)
{
	free(cells->cells);
	*cells = (struct mst_bench_cells){ 0 };
}

/* ---- figures ---- */

double mst_bench_matched_pps(const struct mst_bench_cell *cell)
{
	const struct mst_lab_figures *figures = &cell->figures;

	if (!cell->measured || !cell->rx_matters || figures->sent == 0)
		return NAN;
	return (double)figures->matched / (double)figures->sent * figures->rate_pps;
}

double mst_bench_cpu_s_per_million(const struct mst_bench_cell *cell)
{
	if (!cell->measured || cell->figures.sent == 0)
		return NAN;
	return (double)cell->figures.cpu_ns / 1e9 / ((double)cell->figures.sent / 1e6);
}

double mst_bench_ns_per_probe(const struct mst_bench_cell *cell)
{
	if (!cell->measured || cell->figures.rate_pps <= 0)
		return NAN;
	return 1e9 * cell->run.lanes / cell->figures.rate_pps;
}

uint64_t mst_bench_lost_out(const struct mst_bench_cell *cell)
{
	return cell->figures.sent > cell->figures.arrived ? cell->figures.sent - cell->figures.arrived : 0;
}

uint64_t mst_bench_lost_back(const struct mst_bench_cell *cell)
{
	return cell->figures.answered > cell->figures.matched ? cell->figures.answered - cell->figures.matched : 0;
}
