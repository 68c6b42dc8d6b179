/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_journal.c - what a verdict costs in the journal: silent or answered, in time and in bytes; what it costs to
 * read the rows, and the most memory that any of it took.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/rows.h"
#include "bench.h"
#include "journal/handle.h"
#include "journal/writing.h"

#define BATCH 256
#define RATE 1000000 /* verdicts between two marks */

struct run {
	struct mst_targets *targets;
	struct mst_space space;
	struct mst_scan_config config;
	struct mst_journal_plan plan;
	struct mst_journal *journal;
};

static void open_run(struct run *run, unsigned bits)
{
	const struct mst_slice slice = { .sample = 1, .shard = 1, .shards = 1 };
	const struct mst_journal_config config = { 0 };
	struct mst_error err;
	char text[32];

	snprintf(text, sizeof text, "10.0.0.0/%u", 32 - bits);
	run->targets = mst_targets_new();
	bench_must(mst_targets_add(run->targets, text, &err), &err);
	bench_must(mst_targets_close(run->targets, &err), &err);
	bench_must(mst_space_init(&run->space, run->targets, NULL, &slice, 1, &err), &err);
	run->config = mst_scan_defaults();
	run->config.probing.targets = run->targets;
	run->plan = (struct mst_journal_plan){ .config = &run->config, .round_count = 1 };
	run->plan.rounds[0] = (struct mst_journal_round){ .space = &run->space, .attempts = 2 };
	bench_must(mst_journal_new(&run->journal, &config, &err), &err);
	bench_must(mst_journal_begin(run->journal, &run->plan, &err), &err);
}

static void close_run(struct run *run)
{
	mst_journal_close(run->journal);
	mst_space_free(&run->space);
	mst_targets_free(run->targets);
}

static struct mst_result verdict_of(const struct run *run, uint64_t position, unsigned one_of)
{
	struct mst_result result = {
		.position = position,
		.rtt_ns = -1,
		.time_ns = UINT64_C(1795478400000000000) + position * 1000,
		.state = MST_DOWN,
		.reason = MST_NO_RESPONSE,
		.attempts = 2,
	};

	if (one_of && position % one_of == 0) {
		result.addr = mst_space_at(&run->space, position).addr;
		result.from = result.addr;
		result.rtt_ns = 20000000 + (int64_t)(position * 7919 % 30000000);
		result.ttl = (uint8_t)(45 + position % 12);
		result.proto = 1;
		result.attempts = result.attempt = 1;
		result.state = MST_UP;
		result.reason = MST_ECHO_REPLY;
	}
	return result;
}

/* Nanoseconds for each verdict, without the time to make it up. */
static double add_all(struct run *run, unsigned one_of)
{
	const struct mst_journal_mark mark = { .rate_pps = 1 };
	struct mst_result batch[BATCH];
	struct mst_error err;
	double spent = 0;

	for (uint64_t at = 0; at < run->space.end; at += BATCH) {
		double start;

		for (unsigned i = 0; i < BATCH; i++)
			batch[i] = verdict_of(run, at + i, one_of);
		start = bench_clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
		bench_must(mst_journal_add(run->journal, 0, batch, BATCH, false, &err), &err);
		if (at % RATE < BATCH)
			bench_must(mst_journal_mark(run->journal, &mark, &err), &err);
		spent += bench_clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
	}
	return spent * 1e9 / (double)run->space.end;
}

static double read_all(struct run *run, uint64_t *count)
{
	struct mst_result results[BATCH];
	struct mst_error err;
	struct mst_rows *rows;
	double start = bench_clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
	size_t got;

	*count = 0;
	bench_must(mst_journal_rows(&rows, run->journal, false, &err), &err);
	while ((got = rows->kind->next(rows, results, BATCH)) > 0)
		*count += got;
	rows->kind->close(rows);
	return bench_clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
}

static long peak_kib(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void measure(unsigned bits, unsigned one_of)
{
	struct run run = { 0 };
	uint64_t rows, begin;
	double add_ns, seconds;

	open_run(&run, bits);
	run.journal->held.off = true; /* nobody takes them one by one */
	begin = run.journal->file.end;
	add_ns = add_all(&run, one_of);
	seconds = read_all(&run, &rows);
	printf("2^%-2u  %-12s  %6.1f ns/verdict  %6.2f bytes/verdict  %5.1f M rows/s  peak %ld KiB\n", bits,
	       one_of == 0   ? "all silent"
	       : one_of == 1 ? "all up"
	                     : "a quarter up",
	       add_ns, (double)(run.journal->file.end - begin) / (double)run.space.end, (double)rows / seconds / 1e6,
	       peak_kib());
	close_run(&run);
}

int main(void)
{
	for (unsigned bits = 16; bits <= 24; bits += 2) {
		measure(bits, 0);
		measure(bits, 4);
		measure(bits, 1);
	}
	return 0;
}
