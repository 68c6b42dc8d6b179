/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_report.c - memory and time of a whole report of a sweep, a quarter of whose hosts are up: csv, json, ndjson and
 * the table, with every state and without, with a journal and with a spool in its place.
 *
 *     bench_report [BITS]     2^BITS targets; 23 is a /9
 *     TMPDIR=/dev/shm …       without the time of a disk
 */
#include <muster/journal.h>
#include <muster/report.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench.h"
#include "journal/writing.h"

#define BATCH 256u
#define MARK_EVERY 1000000u /* verdicts: those of a second */

static unsigned bits = 20;

static struct mst_result verdict(const struct mst_space *space, uint64_t position)
{
	struct mst_result r = { .position = position, .rtt_ns = -1, .attempts = 2, .state = MST_DOWN };

	r.addr = mst_space_at(space, position).addr;
	r.reason = MST_NO_RESPONSE;
	r.time_ns = UINT64_C(1795476411000000000) + position * 2500;
	if (r.addr.bytes[3] % 4 == 0) {
		r.from = r.addr;
		r.state = MST_UP;
		r.reason = MST_ECHO_REPLY;
		r.proto = 1;
		r.ttl = 64;
		r.attempts = r.attempt = 1;
		r.rtt_ns = 100000 + (int64_t)(position * 977 % 90000000);
	}
	return r;
}

static struct mst_report *open_report(struct mst_journal *journal, bool all, const char *folder)
{
	static const char *const names[] = { "a.csv", "a.json", "a.ndjson", "a.txt" };
	const struct mst_report_config config = {
		.states = all ? UINT32_MAX & ~(1u << MST_UNKNOWN) : 1u << MST_UP,
		.force = true,
		.journal = journal,
	};
	struct mst_report *report;
	struct mst_error err;

	bench_must(mst_report_new(&report, &config, &err), &err);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char output[256];

		snprintf(output, sizeof output, "%s/%s", folder, names[i]);
		bench_must(mst_report_add(report, output, &err), &err);
	}
	bench_must(mst_report_begin(report, (struct mst_pairs){ 0 }, &err), &err);
	return report;
}

static void add_all(struct mst_journal *journal, struct mst_report *report, const struct mst_space *space)
{
	static struct mst_result batch[BATCH];
	static const struct mst_journal_mark mark;
	struct mst_error err;

	for (uint64_t at = space->begin; at < space->end; at += BATCH) {
		unsigned count = space->end - at < BATCH ? (unsigned)(space->end - at) : BATCH;

		for (unsigned i = 0; i < count; i++)
			batch[i] = verdict(space, at + i);
		if (journal)
			bench_must(mst_journal_add(journal, 0, batch, count, false, &err), &err);
		bench_must(mst_report_write(report, batch, count, &err), &err);
		if (journal && at % MARK_EVERY < BATCH)
			bench_must(mst_journal_mark(journal, &mark, &err), &err);
	}
}

static void measure(const struct mst_scan_config *config, const struct mst_space *space, bool journaled, bool all,
                    const char *folder)
{
	const struct mst_journal_plan plan = { .config = config,
		                               .rounds = { { space, false, 0, 2 } },
		                               .round_count = 1 };
	const struct mst_journal_config unnamed = { .line = "bench" };
	struct mst_journal *journal = NULL;
	struct mst_report *report;
	double start = bench_seconds(), fed;
	struct mst_error err;

	(void)bench_peak_mib();
	if (journaled) {
		bench_must(mst_journal_new(&journal, &unnamed, &err), &err);
		bench_must(mst_journal_begin(journal, &plan, &err), &err);
	}
	report = open_report(journal, all, folder);
	add_all(journal, report, space);
	fed = bench_seconds() - start;
	bench_must(mst_report_end(report, (struct mst_pairs){ 0 }, &err), &err);
	mst_report_free(report);
	mst_journal_close(journal);
	printf("%-8s %-6s %10.2f s to feed %8.2f s in all, at most %7.1f MiB\n", journaled ? "journal" : "spool",
	       all ? "--all" : "", fed, bench_seconds() - start, bench_peak_mib());
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const struct mst_slice slice = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_targets *targets = mst_targets_new();
	const char *parent = getenv("TMPDIR");
	char folder[128], text[32], remove[160];
	struct mst_space space;
	struct mst_error err;

	if (argc > 1)
		bits = (unsigned)atoi(argv[1]);
	snprintf(text, sizeof text, "10.0.0.0/%u", 32 - bits);
	bench_must(mst_targets_add(targets, text, &err), &err);
	bench_must(mst_targets_close(targets, &err), &err);
	config.probing.targets = targets;
	bench_must(mst_space_init(&space, targets, NULL, &slice, 1, &err), &err);
	snprintf(folder, sizeof folder, "%s/muster-bench-XXXXXX", parent ? parent : "/tmp");
	if (!mkdtemp(folder))
		return 1;
	for (int i = 0; i < 4; i++)
		measure(&config, &space, i < 2, i % 2 == 0, folder);
	snprintf(remove, sizeof remove, "rm -r %s", folder);
	mst_space_free(&space);
	mst_targets_free(targets);
	return system(remove);
}
