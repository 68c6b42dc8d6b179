/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.h - timing a loop: the median of several runs, as nanoseconds for one operation.
 *
 * A bench is a function that does `count` operations and returns a value computed from their results, so that the
 * compiler cannot remove them.
 */
#ifndef MST_BENCH_H
#define MST_BENCH_H

#include <muster/error.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BENCH_RUNS 7

typedef uint64_t bench_loop(void *user, uint64_t count);

/* CLOCK_THREAD_CPUTIME_ID and CLOCK_PROCESS_CPUTIME_ID: what else runs on the machine does not count, nor does waiting.
 */
static inline double bench_clock_seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline double bench_seconds(void)
{
	return bench_clock_seconds(CLOCK_MONOTONIC);
}

/* Ends the program with the sentence, unless `code` is 0. */
static inline void bench_must(int code, const struct mst_error *err)
{
	if (code == 0)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static inline int bench_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Runs, prints "name  12.3 ns/op", and returns the median. */
static inline double bench_run(const char *name, bench_loop *loop, void *user, uint64_t count)
{
	double ns[BENCH_RUNS];
	volatile uint64_t keep;

	keep = loop(user, count); /* fills the caches */
	for (int i = 0; i < BENCH_RUNS; i++) {
		double start = bench_seconds();

		keep = loop(user, count);
		ns[i] = (bench_seconds() - start) * 1e9 / (double)count;
	}
	(void)keep;
	qsort(ns, BENCH_RUNS, sizeof ns[0], bench_compare);
	printf("%-52s %10.1f ns/op\n", name, ns[BENCH_RUNS / 2]);
	return ns[BENCH_RUNS / 2];
}

/* The largest memory use of this process since the last call (proc(5): clear_refs 5 resets VmHWM). */
static inline double bench_peak_mib(void)
{
	FILE *status = fopen("/proc/self/status", "r"), *reset = fopen("/proc/self/clear_refs", "w");
	char line[256];
	long kib = 0;

	while (status && fgets(line, sizeof line, status))
		(void)sscanf(line, "VmHWM: %ld", &kib);
	if (status)
		fclose(status);
	if (reset) {
		fputs("5", reset);
		fclose(reset);
	}
	return (double)kib / 1024;
}

#endif
