/* SPDX-License-Identifier: BSD-2-Clause */
/* test_merged.c - the rows of several files as one, and what is missing. */
#include <muster/compare.h>
#include <muster/targets.h>

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "unit/compare/fixture_memory.h"

#define ROWS_MAX 256

/* All rows of files merged; closes nothing but them. */
struct all {
	struct mst_rows *merged;
	struct mst_result rows[ROWS_MAX];
	size_t count;
};

static void read_all(struct all *all)
{
	size_t count;

	all->count = 0;
	while ((count = mst_rows_next(all->merged, all->rows + all->count, 5)) > 0)
		all->count += count;
}

static struct all merge(struct mst_rows *const *files, size_t count)
{
	struct all all = { 0 };
	struct mst_error err = { "" };

	cr_assert_eq(mst_merge_rows(&all.merged, files, count, &err), 0, "%s", err.text);
	read_all(&all);
	return all;
}

static void close_all(struct all *all, struct mst_rows *const *files, size_t count)
{
	mst_rows_close(all->merged);
	for (size_t i = 0; i < count; i++)
		mst_rows_close(files[i]);
}

static const char *addr_of(const struct mst_result *row)
{
	static char text[MST_ADDR_TEXT];

	mst_addr_format(&row->addr, text);
	return text;
}

Test(compare_merged, rows_come_in_order_and_once)
{
	const struct mst_result one[] = { port(1, 22, MST_OPEN, MST_SYN_ACK), port(1, 80, MST_CLOSED, MST_RESET),
		                          port(3, 22, MST_OPEN, MST_SYN_ACK), port(4, 22, MST_OPEN, MST_SYN_ACK) },
				two[] = { port(1, 23, MST_OPEN, MST_SYN_ACK), port(2, 22, MST_OPEN, MST_SYN_ACK),
		                          port(3, 22, MST_OPEN, MST_SYN_ACK) };
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two) };
	struct all all = merge(files, 2);
	static const uint16_t ports[] = { 22, 23, 80, 22, 22, 22 };

	cr_assert_eq(all.count, 6);
	for (size_t i = 0; i < 6; i++)
		cr_expect_eq(all.rows[i].port, ports[i], "row %zu", i);
	cr_expect_str_eq(addr_of(&all.rows[5]), "10.0.0.4");
	cr_expect_eq(mst_merge_counts(all.merged)->targets, 6);
	cr_expect_eq(mst_merge_counts(all.merged)->doubled, 1);
	cr_expect_eq(mst_merge_counts(all.merged)->differing, 0);
	cr_expect_eq(mst_merge_file(all.merged, 1)->targets, 3);
	cr_expect_null(mst_merge_file(all.merged, 2));
	close_all(&all, files, 2);
}

Test(compare_merged, the_better_verdict_counts_whichever_file_has_it)
{
	static const struct {
		enum mst_state state;
		enum mst_reason reason;
	} better[] = { { MST_OPEN, MST_SYN_ACK },
		       { MST_CLOSED, MST_RESET },
		       { MST_FILTERED, MST_ADMIN_PROHIBITED },
		       { MST_FILTERED, MST_NO_RESPONSE },
		       { MST_UNKNOWN, MST_LOCAL_LOSS },
		       { MST_UNKNOWN, MST_UNFINISHED } };

	for (size_t i = 0; i < sizeof better / sizeof *better; i++) {
		for (size_t k = 0; k < sizeof better / sizeof *better; k++) {
			struct mst_result one = port(1, 22, better[i].state, better[i].reason),
					  two = port(1, 22, better[k].state, better[k].reason);
			struct mst_rows *files[] = { memory_rows(&one, 1), memory_rows(&two, 1) };
			struct all all = merge(files, 2);

			cr_assert_eq(all.count, 1);
			cr_expect_eq(all.rows[0].reason, better[i < k ? i : k].reason);
			cr_expect_eq(mst_merge_counts(all.merged)->differing,
			             (i < 5 && k < 5 && better[i].state != better[k].state));
			cr_expect_eq(mst_merge_counts(all.merged)->unsettled, i == 5 && k == 5);
			close_all(&all, files, 2);
		}
	}
}

Test(compare_merged, of_equal_verdicts_the_later_counts)
{
	struct mst_result one = host(1, MST_UP, MST_ECHO_REPLY), two = host(1, MST_UP, MST_ARP_RESPONSE);
	struct mst_rows *files[] = { memory_rows(&one, 1), memory_rows(&two, 1) };
	struct all all;

	one.time_ns = 2;
	two.time_ns = 1;
	all = merge(files, 2);
	cr_expect_eq(all.rows[0].reason, MST_ECHO_REPLY);
	two.time_ns = 3;
	mst_rows_rewind(all.merged);
	read_all(&all);
	cr_expect_eq(all.rows[0].reason, MST_ARP_RESPONSE);
	close_all(&all, files, 2);
}

Test(compare_merged, tcp_and_udp_are_different_targets_and_no_protocol_is_either)
{
	struct mst_result one[] = { port(1, 53, MST_OPEN, MST_SYN_ACK), udp(1, 53, MST_CLOSED, MST_PORT_UNREACH) },
			  two[] = { udp(1, 53, MST_OPEN, MST_UDP_RESPONSE) },
			  three[] = { port(1, 53, MST_CLOSED, MST_RESET) };
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two), MEMORY(three) };
	struct all all;

	three[0].proto = 0;
	all = merge(files, 3);
	cr_assert_eq(all.count, 2);
	cr_expect(all.rows[0].proto == 6 && all.rows[0].state == MST_OPEN);
	cr_expect(all.rows[1].proto == 17 && all.rows[1].state == MST_OPEN);
	cr_expect_eq(mst_merge_counts(all.merged)->doubled, 2);
	close_all(&all, files, 3);
}

Test(compare_merged, names_of_any_file_are_known)
{
	struct mst_result one = host(9, MST_UP, MST_ECHO_REPLY), two = host(8, MST_UP, MST_ECHO_REPLY);
	struct mst_rows *files[] = { memory_rows(&two, 1), memory_rows(&one, 1) };
	struct all all = merge(files, 2);

	cr_expect_str_eq(mst_rows_name(all.merged, &one.addr), "nine");
	cr_expect_null(mst_rows_name(all.merged, &two.addr));
	close_all(&all, files, 2);
}

/* Files that know their targets, and ports if there are any. */
static void know(struct mst_rows *const *files, size_t count, const struct mst_targets *targets,
                 const struct mst_ports *ports)
{
	for (size_t i = 0; i < count; i++) {
		memory_about(files[i])->targets = targets;
		memory_about(files[i])->port_set = ports;
		memory_about(files[i])->ports = ports != NULL;
		memory_about(files[i])->complete = true;
	}
}

Test(compare_merged, a_plan_is_whole_when_every_target_has_a_verdict)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(3, MST_DOWN, MST_NO_RESPONSE) },
				two[] = { host(2, MST_DOWN, MST_NO_RESPONSE) };
	struct mst_targets *targets = memory_targets("10.0.0.1-3"), *same = memory_targets("10.0.0.1,10.0.0.2-3");
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two) };
	struct all all;

	know(files, 1, targets, NULL);
	know(files + 1, 1, same, NULL);
	all = merge(files, 2);
	cr_expect(mst_merge_plan(all.merged, 0)->known);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->targets, 3);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->settled, 3);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->range_count, 0);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->files, 2);
	cr_expect_null(mst_merge_plan(all.merged, 1));
	cr_expect_eq(mst_rows_about(all.merged)->targets, targets);
	close_all(&all, files, 2);
	mst_targets_free(targets);
	mst_targets_free(same);
}

static void expect_range(const struct mst_merge_range *range, const char *first, uint16_t first_port, const char *last,
                         uint16_t last_port)
{
	char text[MST_ADDR_TEXT];

	mst_addr_format(&range->first, text);
	cr_expect_str_eq(text, first);
	mst_addr_format(&range->last, text);
	cr_expect_str_eq(text, last);
	cr_expect_eq(range->first_port, first_port, "%u", range->first_port);
	cr_expect_eq(range->last_port, last_port, "%u", range->last_port);
}

Test(compare_merged, ranges_without_a_verdict_are_named)
{
	const struct mst_result one[] = { host(2, MST_UP, MST_ECHO_REPLY), host(5, MST_DOWN, MST_NO_RESPONSE),
		                          host(7, MST_UNKNOWN, MST_UNFINISHED), host(250, MST_UP, MST_ECHO_REPLY) };
	struct mst_targets *targets = memory_targets("10.0.0.1-8");
	struct mst_rows *files[] = { MEMORY(one) };
	const struct mst_merge_plan *plan;
	struct all all;

	know(files, 1, targets, NULL);
	all = merge(files, 1);
	plan = mst_merge_plan(all.merged, 0);
	cr_expect_eq((uint64_t)plan->settled, 2);
	cr_assert_eq(plan->range_count, 3);
	expect_range(&plan->ranges[0], "10.0.0.1", 0, "10.0.0.1", 0);
	expect_range(&plan->ranges[1], "10.0.0.3", 0, "10.0.0.4", 0);
	expect_range(&plan->ranges[2], "10.0.0.6", 0, "10.0.0.8", 0);
	cr_expect_eq(mst_merge_file(all.merged, 0)->unsettled, 1);
	close_all(&all, files, 1);
	mst_targets_free(targets);
}

Test(compare_merged, missing_ports_are_named_with_their_hosts)
{
	const struct mst_result one[] = { port(1, 22, MST_OPEN, MST_SYN_ACK), port(1, 8080, MST_OPEN, MST_SYN_ACK),
		                          port(4, 22, MST_OPEN, MST_SYN_ACK), port(4, 80, MST_OPEN, MST_SYN_ACK) };
	struct mst_targets *targets = memory_targets("10.0.0.1-4");
	struct mst_rows *files[] = { MEMORY(one) };
	static struct mst_ports ports;
	const struct mst_merge_plan *plan;
	struct all all;

	cr_assert_eq(mst_ports_add(&ports, "22,80,8080", NULL), 0);
	know(files, 1, targets, &ports);
	all = merge(files, 1);
	plan = mst_merge_plan(all.merged, 0);
	cr_expect_eq((uint64_t)plan->targets, 12);
	cr_assert_eq(plan->range_count, 3);
	expect_range(&plan->ranges[0], "10.0.0.1", 80, "10.0.0.1", 80);
	expect_range(&plan->ranges[1], "10.0.0.2", 22, "10.0.0.3", 8080);
	cr_expect(plan->ranges[1].every_port && !plan->ranges[0].every_port);
	expect_range(&plan->ranges[2], "10.0.0.4", 8080, "10.0.0.4", 8080);
	close_all(&all, files, 1);
	mst_targets_free(targets);
}

Test(compare_merged, sixteen_shards_of_which_one_is_missing)
{
	static struct mst_result rows[16][16];
	static char lines[16][64];
	struct mst_targets *targets = memory_targets("10.0.0.1-255");
	struct mst_rows *files[15];
	struct all all;
	unsigned missing = 0;

	for (unsigned shard = 0, file = 0; shard < 16; shard++) {
		size_t count = 0;

		for (unsigned number = shard ? shard : 16; number < 256; number += 16)
			rows[shard][count++] = host(number, number % 3 ? MST_UP : MST_DOWN,
			                            number % 3 ? MST_ECHO_REPLY : MST_NO_RESPONSE);
		missing = shard == 6 ? (unsigned)count : missing;
		if (shard == 6)
			continue;
		snprintf(lines[shard], sizeof lines[shard], "muster sweep --seed 5 --shard %u/16", shard + 1);
		files[file] = memory_rows(rows[shard], count);
		memory_about(files[file++])->command = lines[shard];
	}
	know(files, 15, targets, NULL);
	all = merge(files, 15);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->settled, 255 - missing);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->range_count, missing);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->files, 15);
	for (size_t i = 0; i < 15; i++) {
		cr_expect_eq(mst_merge_file(all.merged, i)->shards, 16);
		cr_expect_eq(mst_merge_file(all.merged, i)->shard, i < 6 ? i + 1 : i + 2);
		cr_expect_str_eq(mst_merge_file(all.merged, i)->seed, "5");
	}
	close_all(&all, files, 15);
	mst_targets_free(targets);
}

Test(compare_merged, more_ranges_than_are_kept_are_counted)
{
	static struct mst_result rows[100];
	struct mst_targets *targets = memory_targets("10.0.0.1-250");
	struct mst_rows *files[1];
	struct all all;

	for (unsigned i = 0; i < 100; i++)
		rows[i] = host(2 * i + 2, MST_UP, MST_ECHO_REPLY);
	files[0] = memory_rows(rows, 100);
	know(files, 1, targets, NULL);
	all = merge(files, 1);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->range_count, 101);
	mst_rows_rewind(all.merged);
	read_all(&all);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->range_count, 101, "the same in a second pass");
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->settled, 100);
	close_all(&all, files, 1);
	mst_targets_free(targets);
}

Test(compare_merged, runs_with_other_targets_are_plans_of_their_own)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ECHO_REPLY) },
				two[] = { host(2, MST_UP, MST_ECHO_REPLY) },
				three[] = { host(7, MST_UP, MST_ECHO_REPLY) };
	struct mst_targets *first = memory_targets("10.0.0.1-2"), *second = memory_targets("10.0.0.2-3");
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two), MEMORY(three) };
	struct all all;

	know(files, 1, first, NULL);
	know(files + 1, 1, second, NULL);
	all = merge(files, 3);
	cr_assert_not_null(mst_merge_plan(all.merged, 2));
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->settled, 2);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 1)->settled, 1);
	cr_expect_eq(mst_merge_plan(all.merged, 1)->range_count, 1);
	cr_expect(!mst_merge_plan(all.merged, 2)->known);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 2)->targets, 1);
	cr_expect_null(mst_rows_about(all.merged)->targets);
	close_all(&all, files, 3);
	mst_targets_free(first);
	mst_targets_free(second);
}

Test(compare_merged, a_file_that_leaves_out_states_proves_nothing)
{
	const struct mst_result one[] = { port(1, 22, MST_OPEN, MST_SYN_ACK) },
				two[] = { port(2, 22, MST_OPEN, MST_SYN_ACK) };
	struct mst_targets *targets = memory_targets("10.0.0.1-200");
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two) };
	static struct mst_ports ports;
	struct all all;

	cr_assert_eq(mst_ports_add(&ports, "22", NULL), 0);
	know(files, 2, targets, &ports);
	memory_about(files[1])->complete = false;
	all = merge(files, 2);
	cr_expect(!mst_merge_plan(all.merged, 0)->known);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->targets, 2);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->settled, 2);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->range_count, 0);
	mst_rows_close(all.merged);
	memory_about(files[1])->format = "journal"; /* of an unfinished run */
	all = merge(files, 2);
	cr_expect(mst_merge_plan(all.merged, 0)->known);
	cr_expect_eq(mst_merge_plan(all.merged, 0)->range_count, 1);
	close_all(&all, files, 2);
	mst_targets_free(targets);
}

Test(compare_merged, a_sample_is_covered_by_what_it_asked)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(4, MST_UNKNOWN, MST_NOT_SENT) };
	struct mst_targets *targets = memory_targets("10.0.0.1-200");
	struct mst_rows *files[] = { MEMORY(one) };
	struct all all;

	know(files, 1, targets, NULL);
	memory_about(files[0])->command = "muster sweep --sample 1% 10.0.0.1-200";
	all = merge(files, 1);
	cr_expect(!mst_merge_plan(all.merged, 0)->known);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->targets, 2);
	cr_expect_eq((uint64_t)mst_merge_plan(all.merged, 0)->settled, 1);
	close_all(&all, files, 1);
	mst_targets_free(targets);
}

Test(compare_merged, hosts_and_ports_do_not_mix)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY) },
				two[] = { port(1, 22, MST_OPEN, MST_SYN_ACK) };
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two) }, *merged;
	struct mst_error err;

	cr_expect_eq(mst_merge_rows(&merged, files, 2, &err), -EINVAL);
	cr_expect_str_eq(err.text, "the first file is about hosts, file 2 about ports: expected files of one kind");
	cr_expect_null(merged);
	cr_expect_eq(mst_merge_rows(&merged, files, 0, &err), -EINVAL);
	mst_rows_close(files[0]);
	mst_rows_close(files[1]);
}

Test(compare_merged, a_file_that_cannot_be_read_to_its_end_is_a_failure)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ECHO_REPLY) };
	struct mst_rows *files[] = { MEMORY(one), MEMORY(one) };
	struct mst_error err = { "" };
	struct all all;

	memory_fail_at(files[1], 1);
	all = merge(files, 2);
	cr_expect_eq(mst_rows_code(all.merged, &err), -EIO);
	cr_expect_str_eq(err.text, "the disk is broken");
	close_all(&all, files, 2);
}

static const char *worker_of(const struct all *all, size_t row, unsigned vantage)
{
	const char *name = mst_rows_worker(all->merged, &all->rows[row], vantage);

	return name ? name : "nobody";
}

Test(compare_merged, workers_of_every_file_are_kept_and_what_they_saw)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_DOWN, MST_NO_RESPONSE) },
				two[] = { host(1, MST_DOWN, MST_NO_RESPONSE), host(3, MST_UP, MST_ECHO_REPLY) },
				none[] = { host(2, MST_UP, MST_ECHO_REPLY) };
	struct mst_rows *files[] = { MEMORY(one), MEMORY(two), MEMORY(none) };
	enum mst_state state;
	struct all all;

	memory_of_worker(files[0], "ams");
	memory_of_worker(files[1], "nyc");
	all = merge(files, 3);
	cr_assert_eq(all.count, 3);
	cr_expect_eq(mst_rows_about(all.merged)->vantages, 2);
	cr_expect_str_eq(worker_of(&all, 0, 0), "ams");
	cr_expect_str_eq(worker_of(&all, 0, 1), "nyc");
	cr_expect_eq(mst_result_vantage(&all.rows[0]), 0);
	cr_expect(mst_result_saw(&all.rows[0], 0, &state) && state == MST_UP);
	cr_expect(mst_result_saw(&all.rows[0], 1, &state) && state == MST_DOWN);
	cr_expect_str_eq(worker_of(&all, 1, 0), "ams");
	cr_expect_str_eq(worker_of(&all, 1, mst_result_vantage(&all.rows[1])), "nobody");
	cr_expect_str_eq(worker_of(&all, 2, mst_result_vantage(&all.rows[2])), "nyc");
	close_all(&all, files, 3);
}
