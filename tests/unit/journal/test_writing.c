/* SPDX-License-Identifier: BSD-2-Clause */
/* test_writing.c - what is added to a journal is what its reader finds, whatever the run asks. */
#include "journal/writing.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "journal/format.h"
#include "target/set.h"
#include "unit/journal/fixture_journal.h"

static uint64_t count_of(const struct journal_run *run, size_t round)
{
	return run->spaces[round].end - run->spaces[round].begin;
}

/* All verdicts of all rounds, but the last `left` of the last one. */
static void run_all(struct journal_run *run, uint64_t left, unsigned marks)
{
	for (size_t i = 0; i < run->plan.round_count; i++) {
		uint64_t begin = run->spaces[i].begin, end = run->spaces[i].end;

		run_verdicts(run, i, begin, i + 1 < run->plan.round_count ? end : end - left, marks);
		run_mark(run);
	}
}

static void check_pairs(const char *targets, const char *ports, bool udp, bool discovers, const struct mst_slice *slice,
                        unsigned uneven)
{
	struct journal_run *run = run_open_pairs(targets, ports, udp, discovers, slice, uneven);

	run_new(run);
	run_all(run, count_of(run, run->plan.round_count - 1) / 3, 100);
	check_rows(run, run->journal, false);
	check_rows(run, run->journal, true);
	check_file(run, false);
	check_file(run, true);
	run_free(run);
}

static void check_run(const char *targets, const char *ports, bool udp, bool discovers, const struct mst_slice *slice)
{
	check_pairs(targets, ports, udp, discovers, slice, 0);
}

Test(journal_writing, pairs_of_address_and_port)
{
	check_pairs("10.0.0.0/24,10.9.0.3,2001:db8::/120", "22,80,443", false, false, &whole, 4);
	check_pairs("10.0.0.0/24", "53,123,161", true, true, &whole, 3);
	check_pairs("10.0.0.0/24", "22,80,443", false, false,
	            &(struct mst_slice){ .sample = 1, .shard = 2, .shards = 3 }, 4);
}

Test(journal_writing, hosts)
{
	check_run("10.0.0.0/20", NULL, false, false, &whole);
}

Test(journal_writing, tcp_ports)
{
	check_run("10.0.0.0/24,10.9.0.3,10.9.0.7", "22,80,443", false, false, &whole);
}

Test(journal_writing, udp_ports_of_hosts_that_were_found)
{
	check_run("10.0.0.0/24", "53,123,161", true, true, &whole);
}

Test(journal_writing, a_shard)
{
	check_run("10.0.0.0/20", NULL, false, false, &(struct mst_slice){ .sample = 1, .shard = 2, .shards = 3 });
}

Test(journal_writing, a_sample_so_small_that_silence_has_records)
{
	check_run("10.0.0.0/12", "22,80", false, false,
	          &(struct mst_slice){ .sample = 0.002, .shard = 1, .shards = 2 });
}

Test(journal_writing, a_space_of_more_than_64_bits)
{
	check_run("2001:db8::/32", NULL, false, false,
	          &(struct mst_slice){ .sample = 1, .max_targets = 5000, .shard = 1, .shards = 1 });
	check_run("2001:db8::/32", "22,80", false, true,
	          &(struct mst_slice){ .sample = 1, .max_targets = 5000, .shard = 1, .shards = 1 });
}

Test(journal_writing, ipv4_and_ipv6_together)
{
	check_run("10.0.0.0/24,2001:db8::1:0/120", "22", false, true, &whole);
}

Test(journal_writing, what_says_when_a_verdict_writes_to_the_disk)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);

	run_new(run);
	cr_expect(mst_journal_will_write(run->journal, MST_PENDING_RECORDS + 1));
	cr_expect_not(mst_journal_will_write(run->journal, 256));
	cr_expect_not(mst_journal_is_due(run->journal, fake_now_ns + SECOND - 1));
	cr_expect(mst_journal_is_due(run->journal, fake_now_ns + SECOND));
	run_free(run);
}

/* The whole point: killed as often as you like, the verdicts are those of one run. */
Test(journal_writing, a_run_that_is_killed_again_and_again_ends_with_every_verdict_once)
{
	struct journal_run *run = run_open("10.0.0.0/22", "22,80", false, true, &whole);
	uint64_t asked = 0;

	run_new(run);
	for (size_t round = 0; round < 2; round++) {
		for (unsigned piece = 0; piece < 5; piece++) {
			const struct mst_settled *settled = mst_journal_settled(run->journal, round);
			uint64_t end = run->spaces[round].begin + count_of(run, round) * (piece + 1) / 5;

			for (uint64_t at = mst_settled_next_open(settled, 0); at < end;
			     at = mst_settled_next_open(settled, at + 1), asked++)
				run_verdict(run, round, at, false);
			if (piece % 2 == 0)
				run_mark(run); /* what is silent after the last one is asked again */
			run_resume(run);
		}
	}
	for (uint64_t at = 0; at < run->spaces[1].end; at++) {
		if (!mst_settled_has(mst_journal_settled(run->journal, 1), at))
			run_verdict(run, 1, at, false);
	}
	run_mark(run);
	check_file(run, false);
	cr_expect_eq(mst_journal_info(run->journal)->processes, 11);
	cr_expect_eq(mst_journal_info(run->journal)->settled, run->spaces[1].end);
	cr_expect_gt(asked, run->spaces[0].end + run->spaces[1].end);
	run_free(run);
}

Test(journal_writing, what_a_stopped_run_cut_off_has_rows_and_is_asked_again)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_result silent;

	run_new(run);
	run_verdicts(run, 0, 0, 100, 0);
	for (uint64_t at = 100; at < 150; at++)
		run_verdict(run, 0, at, true);
	run_mark(run);
	check_file(run, true);
	run_resume(run);
	cr_assert_eq(mst_settled_next_open(mst_journal_settled(run->journal, 0), 0), 100);
	silent = run_silent(run, 0, 100);
	run_add(run, 0, &silent, false); /* silence without a record takes the place of what was recorded */
	run_verdicts(run, 0, 101, 130, 0);
	run_mark(run);
	check_file(run, true);
	run_free(run);
}

struct heard {
	struct journal_run *run;
	uint64_t count;
	int code;
};

static int hear(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	struct heard *heard = user;

	(void)err;
	for (size_t i = 0; i < count; i++) {
		cr_assert_neq(results[i].reason, MST_UNFINISHED);
		if (!results[i].amended && heard->run->verdicts[0][results[i].position].amended)
			continue; /* the amendment comes later */
		cr_assert(same_verdict(&results[i], &heard->run->verdicts[0][results[i].position]));
	}
	heard->count += count;
	return heard->code;
}

Test(journal_writing, verdicts_come_back_in_the_order_in_which_they_came)
{
	struct journal_run *run = run_open("10.0.0.0/21", NULL, false, false, &whole);
	struct heard heard = { .run = run };
	uint64_t recorded = 0;

	run_new(run);
	run_verdicts(run, 0, 0, 1500, 100);
	run_verdict(run, 0, 1500, true);
	run_mark(run);
	run_resume(run);
	for (size_t i = 0; i < run->journal->block_count; i++)
		recorded += run->journal->blocks[i].records;
	cr_assert_eq(mst_journal_each(run->journal, 0, hear, &heard, NULL), 0);
	cr_expect_eq(heard.count, recorded - 1);
	heard.code = -EPIPE;
	cr_expect_eq(mst_journal_each(run->journal, 0, hear, &heard, NULL), -EPIPE);
	run_free(run);
}

Test(journal_writing, counts_of_all_processes_are_added)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	const struct mst_journal_info *info;

	run_new(run);
	cr_expect_eq(mst_journal_before(run->journal)->stats.sent, 0);
	for (int process = 0; process < 3; process++) {
		run_mark(run);
		run_mark(run); /* the newest of a process has all of it */
		run_resume(run);
	}
	cr_expect_eq(mst_journal_before(run->journal)->stats.sent, 3000);
	cr_expect_eq(mst_journal_before(run->journal)->rate_pps, 4321);
	info = mst_journal_info(run->journal);
	cr_expect_eq(info->elapsed_ns, 3 * SECOND);
	cr_expect_eq(info->processes, 4);
	run_free(run);
}

Test(journal_writing, states_are_counted_with_silence_and_amendments)
{
	struct journal_run *run = run_open("10.0.0.0/20", NULL, false, false, &whole);
	uint64_t states[MST_STATE_COUNT] = { 0 };
	struct mst_journal *read;

	run_new(run);
	run_verdicts(run, 0, 0, 3000, 100);
	run_mark(run);
	for (uint64_t at = 0; at < 3000; at++)
		states[run->verdicts[0][at].state]++;
	cr_assert_eq(mst_journal_read(&read, run->path, NULL), 0);
	for (int state = 0; state < MST_STATE_COUNT; state++) {
		cr_expect_eq(mst_journal_info(run->journal)->states[state], states[state]);
		cr_expect_eq(mst_journal_info(read)->states[state], states[state]);
	}
	cr_expect_eq(mst_journal_info(read)->settled, 3000);
	cr_expect_eq(mst_journal_info(read)->total, 4094 + 2);
	mst_journal_close(read);
	run_free(run);
}

Test(journal_writing, silent_udp_ports_of_hosts_that_were_down_are_counted_as_filtered)
{
	struct journal_run *run = run_open("10.0.0.0/28", "53", true, true, &whole);
	struct mst_journal_mark mark = { .stats = { .filtered = 6, .open_filtered = 10 } };
	struct mst_result result;

	run_new(run);
	for (uint64_t at = 0; at < 16; at++) { /* six of the hosts are down */
		result = run_silent(run, 0, at);
		result.state = at < 6 ? MST_DOWN : MST_UP;
		run_add(run, 0, &result, false);
	}
	for (uint64_t at = 0; at < 16; at++) {
		uint64_t host;

		result = run_silent(run, 1, at);
		cr_assert(mst_space_find(&run->spaces[0], &result.addr, 0, &host));
		if (host < 6) {
			result.state = MST_FILTERED;
			result.reason = MST_HOST_DOWN;
			result.attempts = 0;
		}
		run_add(run, 1, &result, false);
	}
	cr_assert_eq(mst_journal_mark(run->journal, &mark, NULL), 0);
	cr_expect_eq(mst_journal_info(run->journal)->states[MST_FILTERED], 6);
	cr_expect_eq(mst_journal_info(run->journal)->states[MST_OPEN_FILTERED], 10);
	cr_expect_eq(run->journal->block_count, 1, "silence has a record");
	check_file(run, false);
	run_free(run);
}

/* ---- what may change at a resume ---- */

static const char *refusal(struct journal_run *run, struct journal_run *other)
{
	static struct mst_error err;
	const struct mst_journal_config config = { 0 };
	struct mst_journal *journal;

	mst_journal_close(run->journal);
	run->journal = NULL;
	cr_assert_eq(mst_journal_resume(&journal, run->path, &config, &err), 0, "%s", err.text);
	cr_assert_eq(mst_journal_begin(journal, &other->plan, &err), -EINVAL);
	mst_journal_close(journal);
	return err.text;
}

static void check_refusal(const char *targets, const char *ports, bool udp, bool discovers, uint64_t seed,
                          const struct mst_slice *slice, const char *sentence)
{
	struct journal_run *run = run_open("10.0.0.0/24", "22,80", false, false, &whole), *other;
	const char *said;

	run_new(run);
	other = run_open(targets, ports, udp, discovers, slice);
	if (seed) {
		mst_space_free(&other->spaces[0]);
		other->config.order.seed = seed;
		cr_assert_eq(mst_space_init(&other->spaces[0], other->targets, &other->ports, slice, seed, NULL), 0);
	}
	said = refusal(run, other);
	cr_expect(strstr(said, sentence) && strstr(said, run->path), "%s", said);
	run_free(other);
	run_free(run);
}

Test(journal_writing, what_changes_the_meaning_of_a_run_is_refused)
{
	check_refusal("10.0.1.0/24", "22,80", false, false, 0, &whole, "the targets changed");
	check_refusal("10.0.0.0/24", "22,81", false, false, 0, &whole, "the ports changed");
	check_refusal("10.0.0.0/24", "22,80", true, false, 0, &whole, "what is asked of the targets changed");
	check_refusal("10.0.0.0/24", NULL, false, false, 0, &whole, "what is asked of the targets changed");
	check_refusal("10.0.0.0/24", "22,80", false, false, 99, &whole, "the seed changed");
	check_refusal("10.0.0.0/24", "22,80", false, false, 0,
	              &(struct mst_slice){ .sample = 1, .shard = 1, .shards = 2 }, "the part of the order");
	check_refusal("10.0.0.0/24", "22,80", false, true, 0, &whole, "changed");
}

Test(journal_writing, probes_and_payloads_may_not_change_either_and_retries_may)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole),
			   *other = run_open("10.0.0.0/24", NULL, false, false, &whole);

	run_new(run);
	other->config.probing.probes = "icmp";
	cr_expect(strstr(refusal(run, other), "the probes changed"));
	other->config.probing.probes = MST_PROBES_USUAL;
	other->plan.payload_hash = 5;
	cr_expect(strstr(refusal(run, other), "the payloads changed"));
	run->plan.rounds[0].attempts = 5;
	run_resume(run);
	run_verdict(run, 0, 3, false);
	run_free(run);
	run_free(other);
}

Test(journal_writing, the_seed_is_known_to_readers)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct journal_run *wide = run_open(
		"2001:db8::/32", NULL, false, false,
		&(struct mst_slice){ .sample = 1, .max_targets = 9, .shard = 1, .shards = 1 });

	run_new(run);
	cr_expect_eq(mst_journal_info(run->journal)->seed, 1234567);
	run_new(wide);
	cr_expect_eq(mst_journal_info(wide->journal)->seed, 1234567);
	run_free(run);
	run_free(wide);
}

static struct mst_targets *set_of(const char *text)
{
	struct mst_targets *targets = mst_targets_new();

	cr_assert_eq(mst_targets_add(targets, text, NULL), 0);
	cr_assert_eq(mst_targets_close(targets, NULL), 0);
	return targets;
}

Test(journal_writing, what_is_excluded_is_known_to_the_next_process)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_targets *excluded = set_of("10.0.0.4-10.0.0.9,fd00::/64");
	const struct mst_targets *known;
	struct mst_addr first, last;
	uint64_t end;

	run_new(run);
	cr_expect_null(mst_journal_excluded(run->journal));
	cr_expect_eq(run->journal->file.version, MST_JOURNAL_VERSION_FIRST);
	run->config.probing.excluded = excluded;
	for (unsigned process = 0; process < 3; process++) {
		run_resume(run);
		cr_expect_eq(run->journal->file.version, MST_JOURNAL_VERSION_EXCLUDED);
		run_mark(run);
	}
	known = mst_journal_excluded(run->journal);
	cr_assert_not_null(known);
	cr_expect_eq(mst_targets_count(known), mst_targets_count(excluded));
	cr_expect(mst_targets_interval(known, 0, &first, &last));
	cr_expect_eq(mst_addr_ipv4(&first), 0x0a000004);
	cr_expect_eq(mst_addr_ipv4(&last), 0x0a000009);
	end = run->journal->file.end;
	run->config.probing.excluded = NULL;
	run_resume(run);
	cr_expect_not_null(mst_journal_excluded(run->journal));
	cr_expect_lt(run->journal->file.end - end, 300, "it is not written again");
	run_free(run);
	mst_targets_free(excluded);
}
