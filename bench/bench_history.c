/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_history.c [DAYS [HOSTS [SECONDS]]] - the state file of a watch after so many days of rounds, by a clock of its
 * own: its size and what a round costs. A year of 1,000 hosts at 10 s (366 1000 10) takes some minutes; default: 2
 * days.
 *
 * Rounds are written as a watch writes them, but in one transaction an hour. In the end come the hosts themselves, and
 * a million changes, the most that the file keeps.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench.h"
#include "watch/backlog.h"
#include "watch/store.h"
#include "watch/store_past.h"

#define BEGIN_NS (UINT64_C(20000) * 86400 * MST_NS_PER_SECOND)
#define HOUR_NS (3600 * MST_NS_PER_SECOND)

struct run {
	struct mst_targets *targets;
	struct mst_watch_config config;
	struct mst_roster roster;
	char path[64];
	uint32_t random;
};

static void sql(sqlite3 *db, const char *text)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK)
		return;
	fprintf(stderr, "%s: %s\n", text, sqlite3_errmsg(db));
	exit(1);
}

static void open_run(struct run *run, unsigned hosts)
{
	struct mst_error err;
	char text[64];

	snprintf(text, sizeof text, "10.0.0.0-10.0.%u.%u", (hosts - 1) >> 8 & 255, (hosts - 1) & 255);
	run->targets = mst_targets_new();
	bench_must(mst_targets_add(run->targets, text, &err), &err);
	bench_must(mst_targets_close(run->targets, &err), &err);
	run->config = mst_watch_defaults();
	run->config.scan.probing.targets = run->targets;
	bench_must(mst_roster_open(&run->roster, &run->config, &err), &err);
	snprintf(run->path, sizeof run->path, "/tmp/bench-history-%d.db", (int)getpid());
	unlink(run->path);
	run->random = 1;
}

static uint32_t next_random(struct run *run)
{
	run->random ^= run->random << 13;
	run->random ^= run->random >> 17;
	run->random ^= run->random << 5;
	return run->random;
}

/* Round-trip times around a middle of each host's own; one answer in 200 does not come, in bad hours of a host half. */
static void make_round(struct run *run, uint64_t hour)
{
	for (size_t i = 0; i < run->roster.count; i++) {
		struct mst_watch_item *item = &run->roster.items[i];
		uint32_t random = next_random(run), bad = (uint32_t)(hour * 2654435761U + i * 40503U) % 50 == 0;
		bool is_up = random % 200 > 0 && (!bad || random & 256);

		item->known = true;
		item->state = is_up ? MST_UP : MST_DOWN;
		item->strip_up = is_up;
		item->rtt_ns = (int64_t)(200000 + i * 20000 + (random >> 8) % 100000);
	}
}

static void write_rounds(struct run *run, uint64_t days, uint64_t every_ns)
{
	uint64_t end_ns = BEGIN_NS + days * 24 * HOUR_NS, rounds = 0, begin_ns = mst_now_ns(), took_ns, slowest_ns = 0;
	struct mst_store *store;
	struct mst_store_past *past;
	struct mst_error err;
	sqlite3 *db;

	bench_must(mst_store_open(&store, run->path, &err), &err);
	mst_store_close(store);
	sqlite3_open(run->path, &db);
	sql(db, "PRAGMA synchronous = OFF");
	past = mst_store_past_open(db, run->roster.count);
	for (size_t i = 0; i < run->roster.count; i++)
		mst_store_past_number(past, i, i);
	for (uint64_t now_ns = BEGIN_NS; now_ns < end_ns; now_ns += every_ns, rounds++) {
		uint64_t one_ns = mst_now_ns();

		if (now_ns % HOUR_NS < every_ns)
			sql(db, rounds ? "COMMIT; BEGIN" : "BEGIN");
		make_round(run, now_ns / HOUR_NS);
		if (!mst_store_past_put(past, run->roster.items, now_ns))
			sql(db, "an error of the database");
		one_ns = mst_now_ns() - one_ns;
		slowest_ns = one_ns > slowest_ns ? one_ns : slowest_ns;
	}
	sql(db, "COMMIT");
	took_ns = mst_now_ns() - begin_ns;
	printf("%" PRIu64 " rounds of %zu hosts: %.1f us each, the slowest (a day is folded) %.0f ms\n", rounds,
	       run->roster.count, (double)took_ns / 1e3 / (double)rounds, (double)slowest_ns / 1e6);
	mst_store_past_free(past);
	sqlite3_close(db);
}

static void print_size(const struct run *run, const char *what)
{
	struct stat status;

	if (stat(run->path, &status) == 0)
		printf("%-40s %8.1f MB\n", what, (double)status.st_size / 1e6);
}

/* As a watch that continues from the file, and sees a million changes. */
static void write_changes(struct run *run, uint64_t days)
{
	struct mst_clocks clocks = { 0, days * 24 * HOUR_NS, BEGIN_NS + days * 24 * HOUR_NS };
	struct mst_store *store;
	struct mst_error err;
	uint64_t begin_ns;

	bench_must(mst_store_open(&store, run->path, &err), &err);
	bench_must(mst_store_load(store, &run->roster, &clocks, &err), &err);
	make_round(run, 0);
	begin_ns = mst_now_ns();
	bench_must(mst_store_save(store, &run->roster, &clocks, &err), &err);
	printf("saving a whole round: %.1f ms\n", (double)(mst_now_ns() - begin_ns) / 1e6);
	print_size(run, "with the hosts");
	for (size_t i = 0; i < MST_BACKLOG_MAX; i++) {
		struct mst_watch_change change = {
			.addr = run->roster.items[i % run->roster.count].addr,
			.turn = i & 1 ? MST_CAME_BACK : MST_WENT_DOWN,
			.state = i & 1 ? MST_UP : MST_DOWN,
			.reason = i & 1 ? MST_ECHO_REPLY : MST_NO_RESPONSE,
			.was = i & 1 ? MST_DOWN : MST_UP,
			.since_ns = clocks.wall_ns,
			.was_since_ns = clocks.wall_ns - 60 * MST_NS_PER_SECOND,
		};

		mst_store_note(store, &change);
	}
	bench_must(mst_store_save(store, &run->roster, &clocks, &err), &err);
	mst_store_close(store);
	print_size(run, "with a million changes");
}

int main(int argc, char **argv)
{
	uint64_t days = argc > 1 ? strtoull(argv[1], NULL, 10) : 2;
	unsigned hosts = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1000;
	uint64_t every_ns = (argc > 3 ? strtoull(argv[3], NULL, 10) : 10) * MST_NS_PER_SECOND;
	struct run run;

	if (days == 0 || hosts == 0 || hosts > 65536 || every_ns == 0) {
		fprintf(stderr, "usage: bench_history [DAYS [HOSTS [SECONDS]]]\n");
		return 2;
	}
	open_run(&run, hosts);
	write_rounds(&run, days, every_ns);
	print_size(&run, "rounds, hours and days");
	write_changes(&run, days);
	unlink(run.path);
	mst_roster_close(&run.roster);
	mst_targets_free(run.targets);
	return 0;
}
