/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_final.c - CPU time of a verdict in the journal as the reporter adds it, plain silence as words, and of its row
 * when the verdict is final: taken out of the journal, and written as csv. A quarter of the targets answers.
 *
 *     bench_final [BITS]     2^BITS targets
 */
#include <muster/journal.h>
#include <muster/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"
#include "journal/writing.h"

#define BATCH 64
#define ROUNDS 9

static unsigned bits = 20;

static struct mst_result answered(const struct mst_space *space, uint64_t position)
{
	struct mst_result r = {
		.position = position,
		.time_ns = UINT64_C(1795478400000000000) + position * 300,
		.rtt_ns = 100000 + (int64_t)(position * 977 % 3000000),
		.ttl = 64,
		.attempts = 1,
		.attempt = 1,
		.proto = 1,
		.state = MST_UP,
		.reason = MST_ECHO_REPLY,
	};

	r.addr = r.from = mst_space_at(space, position).addr;
	return r;
}

/* Whether it answers: as a hash of its position says. */
static bool answers(uint64_t position)
{
	return position * UINT64_C(0x9e3779b97f4a7c15) >> 62 == 0;
}

struct fed {
	double seconds;
	uint64_t answered;
};

/* Verdicts of 64 words at a time. */
static void feed(struct mst_journal *journal, const struct mst_space *space, struct fed *fed)
{
	static struct mst_position_word words[BATCH];
	static struct mst_result results[BATCH * 64];
	struct mst_error err;

	for (uint64_t at = 0; at < space->end; at += (uint64_t)BATCH * 64) {
		size_t count = 0;
		double start;

		for (unsigned i = 0; i < BATCH; i++) {
			words[i] = (struct mst_position_word){ .number = at / 64 + i };
			for (unsigned bit = 0; bit < 64; bit++) {
				if (answers(at + i * 64 + bit))
					results[count++] = answered(space, at + i * 64 + bit);
				else
					words[i].bits |= UINT64_C(1) << bit;
			}
		}
		start = bench_clock_seconds(CLOCK_THREAD_CPUTIME_ID);
		for (size_t i = 0; i < count; i += BATCH)
			bench_must(mst_journal_add(journal, 0, results + i, count - i < BATCH ? count - i : BATCH,
			                           false, &err),
			           &err);
		bench_must(mst_journal_add_silence(journal, 0, words, BATCH, results[0].time_ns, &err), &err);
		fed->seconds += bench_clock_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
		fed->answered += count;
	}
}

static struct mst_report *open_report(struct mst_journal *journal, bool all)
{
	const struct mst_report_config config = {
		.states = all ? UINT32_MAX & ~(1u << MST_UNKNOWN) : 1u << MST_UP,
		.force = true,
		.journal = journal,
		.fields = "addr,state,rtt_ms",
	};
	struct mst_report *report;
	struct mst_error err;

	bench_must(mst_report_new(&report, &config, &err), &err);
	bench_must(mst_report_add(report, "csv:/dev/null", &err), &err);
	bench_must(mst_report_begin(report, (struct mst_pairs){ 0 }, &err), &err);
	return report;
}

static void measure_once(const struct mst_scan_config *config, const struct mst_space *space, bool all, bool writes,
                         double *feed_ns, double *row_ns)
{
	const struct mst_journal_plan plan = { .config = config,
		                               .rounds = { { space, false, 0, 1 } },
		                               .round_count = 1 };
	const struct mst_journal_config unnamed = { .line = "bench" };
	static struct mst_result results[256];
	struct mst_journal *journal = NULL;
	struct mst_report *report;
	struct fed fed = { 0 };
	struct mst_error err;
	double start;

	bench_must(mst_journal_new(&journal, &unnamed, &err), &err);
	bench_must(mst_journal_begin(journal, &plan, &err), &err);
	report = open_report(journal, all);
	mst_journal_final(journal, false, results, 1);
	feed(journal, space, &fed);
	start = bench_clock_seconds(CLOCK_THREAD_CPUTIME_ID);
	while (!writes && mst_journal_final(journal, true, results, 256) > 0)
		;
	bench_must(mst_report_end(report, (struct mst_pairs){ 0 }, &err), &err);
	start = (bench_clock_seconds(CLOCK_THREAD_CPUTIME_ID) - start) * 1e9 /
	        (double)(all ? space->end : fed.answered);
	*row_ns = start < *row_ns ? start : *row_ns;
	start = fed.seconds * 1e9 / (double)fed.answered;
	*feed_ns = start < *feed_ns ? start : *feed_ns;
	mst_report_free(report);
	mst_journal_close(journal);
}

int main(int argc, char **argv)
{
	const struct mst_slice slice = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_targets *targets = mst_targets_new();
	struct mst_space space;
	struct mst_error err;
	char text[32];

	if (argc > 1)
		bits = (unsigned)atoi(argv[1]);
	snprintf(text, sizeof text, "10.0.0.0/%u", 32 - bits);
	bench_must(mst_targets_add(targets, text, &err), &err);
	bench_must(mst_targets_close(targets, &err), &err);
	config.probing.targets = targets;
	bench_must(mst_space_init(&space, targets, NULL, &slice, 1, &err), &err);
	for (int i = 0; i < 4; i++) {
		bool all = i & 1, writes = i & 2;
		double feed_ns = 1e9, row_ns = 1e9;

		for (int round = 0; round < ROUNDS; round++)
			measure_once(&config, &space, all, writes, &feed_ns, &row_ns);
		printf("%-6s %-10s %7.1f ns to add for each answer, %7.1f ns a row at the end\n", all ? "--all" : "",
		       writes ? "as csv" : "taken", feed_ns, row_ns);
	}
	mst_space_free(&space);
	mst_targets_free(targets);
	return 0;
}
