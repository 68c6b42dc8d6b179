/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - what can be asked of bench.
 */
#ifndef MST_CLI_BENCH_OPTIONS_H
#define MST_CLI_BENCH_OPTIONS_H

#include <muster/muster.h>

#include "cli/options/options.h"

#define MST_BENCH_LANES_LIST 16

/* Names out of a table of muster/engine.h: bit i is its i-th. */
typedef uint32_t mst_engine_set;

struct mst_bench_options {
	uint64_t duration_ns;
	double live;
	const char *lanes, *cpus, *engines, *rx, *probe, *interface;
	struct mst_words outputs;
	struct mst_sheet_config sheet;
	bool quiet;

	/* filled by mst_bench_options_check */
	unsigned lane_counts[MST_BENCH_LANES_LIST]; /* as given; without --lanes 1, 2, 4 … and all CPUs */
	size_t lane_counts_count;
	mst_engine_set engines_wanted, rx_wanted;
	enum mst_question question;
};

extern const struct mst_option mst_bench_option_table[];

/* Fills a struct mst_bench_options. */
void mst_bench_options_defaults(void *options);

/* Reads the lists among the values. -EINVAL with a sentence. */
int mst_bench_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err);

/* Whether bench measures this engine: connect sends no frames of its own. */
bool mst_bench_measures(const char *engine);

#endif
