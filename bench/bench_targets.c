/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_targets.c - loading a million random lines (goal: 1 s, 16 bytes a line), index → address and back.
 */
#include "bench.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "target/permute.h"
#include "target/set.h"
#include "target/space.h"

#define LINES 1000000

static uint64_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005 + 1442695040888963407;
	return *state >> 32;
}

/* Half of the lines are single addresses, half CIDR. Each seed makes different lines. */
static void write_lines(const char *path, uint64_t seed)
{
	FILE *file = fopen(path, "w");

	if (!file) {
		perror(path);
		exit(1);
	}
	for (int i = 0; i < LINES; i++) {
		uint64_t r = next_random(&seed);

		fprintf(file, "%" PRIu64 ".%" PRIu64 ".%" PRIu64 ".%" PRIu64, (r >> 24) % 223 + 1, r >> 16 & 255,
		        r >> 8 & 255, r & 255);
		if (i & 1)
			fprintf(file, "/%" PRIu64, 28 + next_random(&seed) % 4);
		fputc('\n', file);
	}
	fclose(file);
}

static size_t peak_bytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (size_t)usage.ru_maxrss * 1024;
}

static size_t resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	size_t pages = 0;

	if (!file || fscanf(file, "%*u %zu", &pages) != 1)
		perror("/proc/self/statm");
	if (file)
		fclose(file);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static struct mst_targets *load(const char *with, const char *without)
{
	struct mst_targets *targets = mst_targets_new();
	size_t before = resident_bytes();
	double start = bench_seconds(), lines = without ? 2.0 * LINES : LINES;
	struct mst_error err;

	if (mst_targets_add_file(targets, with, &err) < 0 ||
	    (without && mst_targets_exclude_file(targets, without, &err) < 0) || mst_targets_close(targets, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	printf("load %.0f random lines%s: %.3f s, kept %.1f bytes a line, peak %.1f bytes a line\n", lines,
	       without ? " (half excludes)" : "", bench_seconds() - start, (double)mst_targets_bytes(targets) / lines,
	       (double)(peak_bytes() - before) / lines);
	return targets;
}

static uint64_t at_random(void *user, uint64_t count)
{
	const struct mst_targets *targets = user;
	struct mst_permute permute;
	uint64_t sum = 0;

	mst_permute_init(&permute, (uint64_t)mst_targets_count(targets), 1);
	for (uint64_t i = 0; i < count; i++) {
		struct mst_addr addr = mst_targets_at(targets, mst_permute_index(&permute, i));

		sum += mst_addr_ipv4(&addr);
	}
	return sum;
}

static uint64_t at_and_back(void *user, uint64_t count)
{
	const struct mst_targets *targets = user;
	struct mst_permute permute;
	uint64_t sum = 0;
	mst_uint128 index = 0;

	mst_permute_init(&permute, (uint64_t)mst_targets_count(targets), 1);
	for (uint64_t i = 0; i < count; i++) {
		struct mst_addr addr = mst_targets_at(targets, mst_permute_index(&permute, i));

		sum += mst_targets_index(targets, &addr, &index) ? (uint64_t)index : 0;
	}
	return sum;
}

static uint64_t at_in_turn(void *user, uint64_t count)
{
	const struct mst_targets *targets = user;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		struct mst_addr addr = mst_targets_at(targets, i);

		sum += mst_addr_ipv4(&addr);
	}
	return sum;
}

static uint64_t whole_question(void *user, uint64_t count)
{
	const struct mst_space *space = user;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		struct mst_question_at at = mst_space_at(space, i);

		sum += mst_addr_ipv4(&at.addr) + at.port;
	}
	return sum;
}

static void bench_space(const struct mst_targets *targets)
{
	static const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	struct mst_ports ports = { 0 };
	struct mst_space space;

	mst_ports_add(&ports, "1-1000", NULL);
	if (mst_space_init(&space, targets, &ports, &everything, 1, NULL) < 0)
		exit(1);
	bench_run("one interval x 1,000 ports: position -> question", whole_question, &space, 4000000);
	mst_space_free(&space);
}

int main(void)
{
	char with[64], without[64];
	struct mst_targets *one = mst_targets_new(), *many, *most;

	snprintf(with, sizeof with, "/tmp/bench_targets.%d", (int)getpid());
	snprintf(without, sizeof without, "/tmp/bench_targets.%d.exclude", (int)getpid());
	write_lines(with, 1);
	write_lines(without, 2);
	many = load(with, NULL);
	most = load(with, without);
	unlink(with);
	unlink(without);
	mst_targets_add(one, "10.0.0.0/8", NULL);
	mst_targets_close(one, NULL);
	bench_run("one interval: index -> address", at_in_turn, one, 4000000);
	bench_run("one interval: permute + index -> address", at_random, one, 4000000);
	bench_space(one);
	bench_run("1M lines: index -> address, ascending", at_in_turn, many, 1000000);
	bench_run("1M lines: permute + index -> address", at_random, many, 1000000);
	bench_run("1M lines: permute + index -> address -> index", at_and_back, many, 1000000);
	mst_targets_free(one);
	mst_targets_free(many);
	mst_targets_free(most);
	return 0;
}
