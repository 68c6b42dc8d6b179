/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_lanes.c - two lanes compared with one, on a device that drops all frames (ifb): how much faster two cores send.
 * Goal: 1.7 times with engine packet.
 *
 *     bench_lanes [ENGINE [SECONDS [PAIRS [CPUS]]]]
 *
 * Runs with one and two lanes alternate, so that other load of the machine affects both alike. Printed for each: frames
 * a second; the number of CPUs used, which shows whether two were free; and CPU time for each frame, which grows when
 * lanes disturb each other. Needs root and a kernel with ifb; without them it prints the reason and measures nothing.
 */
#include "bench.h"

#include <muster/lab.h>
#include <stdbool.h>

#define PAIRS_MAX 99
#define LANES_MAX 2

/* Runs with the same number of lanes: frames a second, and CPU nanoseconds of all threads for each frame. */
struct figures {
	double pps[PAIRS_MAX], cpu_ns[PAIRS_MAX];
	int count;
};

static double median(const double *values, int count)
{
	double sorted[PAIRS_MAX];

	for (int i = 0; i < count; i++)
		sorted[i] = values[i];
	qsort(sorted, (size_t)count, sizeof *sorted, bench_compare);
	return count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

static int measure(struct mst_lab *lab, const struct mst_lab_run *run, struct figures *figures, struct mst_error *err)
{
	struct mst_lab_figures got;
	int code = mst_lab_start(lab, run, err);

	if (code == 0) {
		while ((code = mst_lab_wait(lab, UINT64_C(1000000000), &got, err)) == 1)
			;
	}
	if (code < 0)
		return code;
	figures->pps[figures->count] = got.rate_pps;
	figures->cpu_ns[figures->count] = (double)got.cpu_ns / (double)got.sent;
	figures->count++;
	return 0;
}

static void print_figures(const char *engine, const struct figures *figures)
{
	double ratios[PAIRS_MAX], cpus[PAIRS_MAX];

	for (int lanes = 1; lanes <= LANES_MAX; lanes++) {
		const struct figures *f = &figures[lanes - 1];

		for (int i = 0; i < f->count; i++) {
			ratios[i] = f->pps[i] / figures[0].pps[i];
			cpus[i] = f->cpu_ns[i] * f->pps[i] / 1e9;
		}
		printf("%s, %d lane%-37s %10.1f kpps  %8.1f ns of CPU a frame, %.2f CPUs\n", engine, lanes,
		       lanes == 1 ? "" : "s", median(f->pps, f->count) / 1e3, median(f->cpu_ns, f->count),
		       median(cpus, f->count));
	}
	printf("%s, two lanes to one, median of %d pairs %22.2f       %8.2f for the same CPU time\n", engine,
	       figures[0].count, median(ratios, figures[0].count),
	       median(figures[0].cpu_ns, figures[0].count) / median(figures[1].cpu_ns, figures[1].count));
}

static int measure_pairs(struct mst_lab *lab, struct mst_lab_run *run, int pairs, struct mst_error *err)
{
	struct figures figures[LANES_MAX] = { 0 };
	int code = 0;

	for (int pair = 0; pair < pairs; pair++) {
		for (run->lanes = 1; run->lanes <= LANES_MAX && code == 0; run->lanes++)
			code = measure(lab, run, &figures[run->lanes - 1], err);
		if (code < 0)
			return code;
	}
	print_figures(run->engine, figures);
	return 0;
}

int main(int argc, char **argv)
{
	struct mst_lab_config config = { .live = 1, .queues = LANES_MAX, .cpus = argc > 4 ? argv[4] : NULL };
	struct mst_lab_run run = {
		.network = MST_LAB_IFB,
		.question = MST_ASK_PORTS,
		.engine = argc > 1 ? argv[1] : "packet",
		.rx = "pcap",
		.duration_ns = (uint64_t)((argc > 2 ? atof(argv[2]) : 1) * 1e9),
	};
	int pairs = argc > 3 ? atoi(argv[3]) : 5;
	struct mst_lab *lab = NULL;
	struct mst_error err;
	const char *lack;
	int code;

	if (pairs < 1 || pairs > PAIRS_MAX) {
		fprintf(stderr, "bench_lanes: %s pairs: expected 1 to %d\n", argv[3], PAIRS_MAX);
		return 2;
	}
	code = mst_lab_open(&lab, &config, &err);
	lack = code < 0 ? err.text : mst_lab_lacks(lab, run.network);
	if (lack)
		printf("lanes on an ifb device: not measured, because %s\n", lack);
	else if ((code = measure_pairs(lab, &run, pairs, &err)) < 0)
		fprintf(stderr, "bench_lanes: %s\n", err.text);
	mst_lab_close(lab);
	return code < 0 && !lack;
}
