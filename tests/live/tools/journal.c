/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * journal.c - writes the journal of a sweep that was cut short: `journal PLACE SETTLED sweep TARGETS [WORD …]`.
 *
 * PLACE is a file, or a folder with a slash at its end, in which the file is ID.journal; its path is printed. The first
 * SETTLED targets in the order of seed 7 have a verdict: every fourth is up, the others are silent. When that is all of
 * them the run is complete. With SETTLED and a plus sign, such as 5+, it prints and then keeps the journal open until
 * its standard input closes.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/writing.h"

#define CHECK(code, err) \
	do { \
		if ((code) < 0) { \
			fprintf(stderr, "journal: %s\n", (err).text); \
			exit(1); \
		} \
	} while (0)

struct made {
	struct mst_scan_config config;
	struct mst_targets *targets;
	struct mst_space space;
	struct mst_journal *journal;
};

static void begin(struct made *made, const char *place, int word_count, char **words)
{
	const struct mst_slice everything = { .sample = 1, .shard = 1, .shards = 1 };
	bool in_folder = place[strlen(place) - 1] == '/';
	struct mst_journal_config config = {
		.path = in_folder ? NULL : place,
		.folder = in_folder ? place : NULL,
		.max_stall_ns = 1,
		.line = "muster sweep 127.0.0.0/24",
		.arguments = (const char *const *)words,
		.argument_count = (size_t)word_count,
	};
	struct mst_journal_plan plan = { .config = &made->config, .round_count = 1 };
	struct mst_error err;

	made->config = mst_scan_defaults();
	made->targets = mst_targets_new();
	CHECK(mst_targets_add(made->targets, words[1], &err), err);
	CHECK(mst_targets_close(made->targets, &err), err);
	made->config.probing.targets = made->targets;
	made->config.order.seeded = true;
	made->config.order.seed = 7;
	CHECK(mst_space_init(&made->space, made->targets, NULL, &everything, 7, &err), err);
	plan.rounds[0] = (struct mst_journal_round){ .space = &made->space, .attempts = 2 };
	CHECK(mst_journal_new(&made->journal, &config, &err), err);
	CHECK(mst_journal_begin(made->journal, &plan, &err), err);
}

static struct mst_result verdict(const struct made *made, uint64_t position)
{
	struct mst_question_at at = mst_space_at(&made->space, position);
	bool up = position % 4 == 0;

	return (struct mst_result){
		.position = position,
		.addr = at.addr,
		.from = up ? at.addr : (struct mst_addr){ .family = 0 },
		.rtt_ns = up ? 1500000 : -1,
		.time_ns = UINT64_C(1800000000000000000),
		.state = up ? MST_UP : MST_DOWN,
		.reason = up ? MST_ECHO_REPLY : MST_NO_RESPONSE,
		.proto = up ? IPPROTO_ICMP : 0,
		.ttl = up ? 64 : 0,
		.attempts = up ? 1 : 2,
		.attempt = up,
	};
}

static void settle(struct made *made, uint64_t count)
{
	struct mst_journal_mark mark = { .stats = { .targets = made->space.end, .elapsed_ns = 90000000000 } };
	struct mst_error err;

	for (uint64_t position = 0; position < count; position++) {
		struct mst_result result = verdict(made, position);

		CHECK(mst_journal_add(made->journal, 0, &result, 1, false, &err), err);
		mark.stats.up += result.state == MST_UP;
		mark.stats.down += result.state == MST_DOWN;
	}
	mark.stats.verdicts = count;
	mark.rate_pps = 1000;
	mark.stats.rate_pps = 1000;
	CHECK(mst_journal_mark(made->journal, &mark, &err), err);
}

int main(int argc, char **argv)
{
	struct made made;
	char *rest;
	uint64_t count;
	struct mst_error err;

	if (argc < 5)
		return 2;
	count = strtoull(argv[2], &rest, 10);
	begin(&made, argv[1], argc - 3, argv + 3);
	settle(&made, count);
	if (*rest != '+')
		CHECK(mst_journal_end(made.journal, count == made.space.end, &err), err);
	printf("%s\n", mst_journal_info(made.journal)->path ? mst_journal_info(made.journal)->path : "");
	fflush(stdout);
	while (*rest == '+' && getchar() != EOF)
		;
	mst_journal_close(made.journal);
	mst_space_free(&made.space);
	mst_targets_free(made.targets);
	return 0;
}
