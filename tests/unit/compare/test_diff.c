/* SPDX-License-Identifier: BSD-2-Clause */
/* test_diff.c - what differs between two runs: the table of muster/compare.h, row by row. */
#include <muster/compare.h>
#include <muster/targets.h>

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "unit/compare/fixture_memory.h"

/* "+10.0.0.1:22 open;" for each difference; "~…:22 closed>open;" */
static const char *list(struct mst_diff *diff)
{
	static const char signs[] = { [MST_CAME] = '+', [MST_WENT] = '-', [MST_CHANGED] = '~' };
	static char text[4096];
	const struct mst_difference *one;
	size_t at = 0;

	text[0] = '\0';
	while ((one = mst_diff_next(diff))) {
		const struct mst_result *row = one->after ? one->after : one->before;
		char addr[MST_ADDR_TEXT];

		mst_addr_format(&row->addr, addr);
		at += (size_t)snprintf(text + at, sizeof text - at, "%c%s", signs[one->change],
		                       addr + strlen("10.0.0."));
		if (row->about_port)
			at += (size_t)snprintf(text + at, sizeof text - at, "%c%u", row->proto == 17 ? 'u' : ':',
			                       row->port);
		at += (size_t)snprintf(text + at, sizeof text - at, " %s>%s%s%s%s;",
		                       one->before ? mst_state_name(one->before->state) : "",
		                       one->after ? mst_state_name(one->after->state) : "",
		                       one->reason ? " reason" : "", one->suspect ? " suspect" : "",
		                       one->mac ? " mac" : "");
	}
	return text;
}

struct pair {
	struct mst_rows *rows[2];
	struct mst_diff *diff;
};

#define PAIR(one, two) \
	{ \
		.rows = { MEMORY(one), MEMORY(two) } \
	}

static void compare(struct pair *pair, bool details)
{
	struct mst_error err = { "" };

	cr_assert_eq(mst_diff_open(&pair->diff, pair->rows[0], pair->rows[1], details, &err), 0, "%s", err.text);
}

static void finish(struct pair *pair)
{
	mst_diff_close(pair->diff);
	mst_rows_close(pair->rows[0]);
	mst_rows_close(pair->rows[1]);
}

Test(compare_diff, two_equal_runs_have_no_difference)
{
	const struct mst_result rows[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ECHO_REPLY) };
	struct pair pair = PAIR(rows, rows);

	compare(&pair, true);
	cr_expect_str_eq(list(pair.diff), "");
	cr_expect_eq(mst_diff_counts(pair.diff)->compared, 2);
	finish(&pair);
}

Test(compare_diff, hosts_that_are_listed_only_when_up_come_and_go)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ECHO_REPLY) },
				two[] = { host(2, MST_UP, MST_ECHO_REPLY), host(3, MST_UP, MST_ARP_RESPONSE) };
	struct pair pair = PAIR(one, two);

	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "-1 up>;+3 >up;");
	cr_expect_eq(mst_diff_counts(pair.diff)->came, 1);
	cr_expect_eq(mst_diff_counts(pair.diff)->went, 1);
	cr_expect_eq(mst_diff_counts(pair.diff)->absent[0], 1);
	cr_expect_eq(mst_diff_counts(pair.diff)->absent[1], 1);
	cr_expect_eq(mst_diff_counts(pair.diff)->compared, 3);
	mst_diff_rewind(pair.diff);
	cr_expect_str_eq(list(pair.diff), "-1 up>;+3 >up;", "the same in a second pass");
	cr_expect_eq(mst_diff_counts(pair.diff)->compared, 3);
	finish(&pair);
}

Test(compare_diff, hosts_of_complete_runs_come_and_go_alike)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_DOWN, MST_NO_RESPONSE),
		                          host(3, MST_DOWN, MST_NO_RESPONSE), host(4, MST_UP, MST_ECHO_REPLY) },
				two[] = { host(1, MST_DOWN, MST_NO_RESPONSE), host(2, MST_UP, MST_ECHO_REPLY),
		                          host(3, MST_UNREACHABLE, MST_NET_UNREACH),
		                          host(4, MST_UP, MST_ARP_RESPONSE) };
	struct pair pair = PAIR(one, two);

	memory_about(pair.rows[0])->complete = memory_about(pair.rows[1])->complete = true;
	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "-1 up>down;+2 down>up;~3 down>unreachable;");
	finish(&pair);
}

Test(compare_diff, ports_change_their_state)
{
	const struct mst_result one[] = { port(7, 22, MST_CLOSED, MST_RESET), port(7, 80, MST_OPEN, MST_SYN_ACK) },
				two[] = { port(7, 22, MST_OPEN, MST_SYN_ACK),
		                          port(7, 80, MST_FILTERED, MST_NO_RESPONSE) };
	struct pair pair = PAIR(one, two);

	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "~7:22 closed>open;~7:80 open>filtered;");
	cr_expect_eq(mst_diff_counts(pair.diff)->changed, 2);
	finish(&pair);
}

Test(compare_diff, a_state_that_the_other_file_does_not_list_is_no_difference)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_DOWN, MST_NO_RESPONSE),
		                          host(3, MST_DOWN, MST_NO_RESPONSE) },
				two[] = { host(2, MST_UP, MST_ECHO_REPLY) };
	struct pair pair = PAIR(one, two);

	memory_about(pair.rows[0])->complete = true;
	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "-1 up>;+2 down>up;");
	cr_expect_eq(mst_diff_counts(pair.diff)->compared, 3);
	cr_expect_eq(mst_diff_counts(pair.diff)->left_out[0], 0);
	finish(&pair);
}

Test(compare_diff, targets_that_only_one_complete_run_asked_are_left_out)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_DOWN, MST_NO_RESPONSE) },
				two[] = { host(2, MST_DOWN, MST_NO_RESPONSE), host(3, MST_UP, MST_ECHO_REPLY),
		                          host(4, MST_DOWN, MST_NO_RESPONSE) };
	struct pair pair = PAIR(one, two);

	memory_about(pair.rows[0])->complete = memory_about(pair.rows[1])->complete = true;
	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "");
	cr_expect_eq(mst_diff_counts(pair.diff)->compared, 1);
	cr_expect_eq(mst_diff_counts(pair.diff)->left_out[0], 1);
	cr_expect_eq(mst_diff_counts(pair.diff)->left_out[1], 2);
	finish(&pair);
}

Test(compare_diff, csv_with_silent_targets_beside_others_is_complete)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_DOWN, MST_NO_RESPONSE),
		                          host(3, MST_UP, MST_ECHO_REPLY) },
				two[] = { host(2, MST_DOWN, MST_NO_RESPONSE), host(3, MST_UP, MST_ECHO_REPLY) };
	struct pair pair = PAIR(one, two), other = PAIR(one, two);

	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "");
	cr_expect_eq(mst_diff_counts(pair.diff)->left_out[0], 1);
	finish(&pair);
	/* An XML file of nmap lists closed and filtered ports, but no hosts that are down. */
	memory_about(other.rows[0])->format = memory_about(other.rows[1])->format = "nmap-xml";
	compare(&other, false);
	cr_expect_str_eq(list(other.diff), "-1 up>;");
	finish(&other);
}

Test(compare_diff, files_of_hosts_that_are_down_are_compared_by_them)
{
	const struct mst_result one[] = { host(1, MST_DOWN, MST_NO_RESPONSE), host(2, MST_DOWN, MST_NO_RESPONSE) },
				two[] = { host(2, MST_DOWN, MST_NO_RESPONSE), host(3, MST_DOWN, MST_NO_RESPONSE) };
	struct pair pair = PAIR(one, two);

	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "-1 down>;+3 >down;");
	finish(&pair);
}

Test(compare_diff, a_file_without_rows_lists_what_the_other_does)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY) };
	struct pair pair = { .rows = { MEMORY(one), memory_rows(NULL, 0) } },
		    empty = { .rows = { memory_rows(NULL, 0), memory_rows(NULL, 0) } };

	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "-1 up>;");
	finish(&pair);
	compare(&empty, false);
	cr_expect_str_eq(list(empty.diff), "");
	finish(&empty);
}

Test(compare_diff, a_scan_of_other_targets_and_ports_is_compared_where_both_asked)
{
	const struct mst_result one[] = { port(1, 22, MST_OPEN, MST_SYN_ACK), port(1, 80, MST_OPEN, MST_SYN_ACK),
		                          port(2, 22, MST_OPEN, MST_SYN_ACK) },
				two[] = { port(2, 443, MST_OPEN, MST_SYN_ACK), port(3, 22, MST_OPEN, MST_SYN_ACK) };
	struct mst_targets *first = memory_targets("10.0.0.1-2"), *second = memory_targets("10.0.0.2-3");
	struct pair pair = PAIR(one, two);
	static struct mst_ports ports[2];

	cr_assert_eq(mst_ports_add(&ports[0], "22,80", NULL), 0);
	cr_assert_eq(mst_ports_add(&ports[1], "22,443", NULL), 0);
	memory_about(pair.rows[0])->targets = first;
	memory_about(pair.rows[1])->targets = second;
	memory_about(pair.rows[0])->port_set = &ports[0];
	memory_about(pair.rows[1])->port_set = &ports[1];
	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "-2:22 open>;");
	cr_expect_eq(mst_diff_counts(pair.diff)->left_out[0], 2, "10.0.0.1");
	cr_expect_eq(mst_diff_counts(pair.diff)->left_out[1], 2, "port 443, 10.0.0.3");
	finish(&pair);
	mst_targets_free(first);
	mst_targets_free(second);
}

Test(compare_diff, what_is_unknown_is_not_compared)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UNKNOWN, MST_UNFINISHED) },
				two[] = { host(1, MST_UNKNOWN, MST_NOT_SENT), host(2, MST_UP, MST_ECHO_REPLY),
		                          host(3, MST_UNKNOWN, MST_LOCAL_LOSS) };
	struct pair pair = PAIR(one, two);

	compare(&pair, true);
	cr_expect_str_eq(list(pair.diff), "");
	cr_expect_eq(mst_diff_counts(pair.diff)->undecided, 3);
	cr_expect_eq(mst_diff_counts(pair.diff)->compared, 0);
	finish(&pair);
}

Test(compare_diff, what_a_run_that_was_ended_early_lacks_is_undecided)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ECHO_REPLY) },
				two[] = { host(2, MST_UP, MST_ECHO_REPLY), host(3, MST_UP, MST_ECHO_REPLY) };
	struct pair pair = PAIR(one, two);

	memory_about(pair.rows[1])->cut = true;
	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "+3 >up;");
	cr_expect_eq(mst_diff_counts(pair.diff)->undecided, 1);
	finish(&pair);
}

Test(compare_diff, details_are_reason_suspicion_and_mac)
{
	struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ARP_RESPONSE),
		                    host(3, MST_UP, MST_ARP_RESPONSE), host(4, MST_UP, MST_NO_RESPONSE),
		                    host(5, MST_UP, MST_ECHO_REPLY) },
			  two[sizeof one / sizeof *one];
	struct pair pair, plain;

	memcpy(two, one, sizeof two);
	two[0].reason = MST_ARP_RESPONSE;
	one[1].has_mac = two[1].has_mac = two[4].has_mac = true;
	two[1].mac[5] = 1;
	two[2].suspect = MST_SUSPECT_PROXY;
	two[3].reason = MST_ECHO_REPLY; /* one file lacks the column */
	two[4].rtt_ns = 5;
	two[4].ttl = 3;
	pair = (struct pair)PAIR(one, two);
	plain = (struct pair)PAIR(one, two);
	compare(&pair, true);
	cr_expect_str_eq(list(pair.diff), "~1 up>up reason;~2 up>up mac;~3 up>up suspect;");
	finish(&pair);
	compare(&plain, false);
	cr_expect_str_eq(list(plain.diff), "");
	finish(&plain);
}

Test(compare_diff, tcp_and_udp_of_a_port_are_compared_each_with_its_own)
{
	const struct mst_result one[] = { port(1, 53, MST_OPEN, MST_SYN_ACK), udp(1, 53, MST_OPEN, MST_UDP_RESPONSE) },
				two[] = { udp(1, 53, MST_CLOSED, MST_PORT_UNREACH),
		                          port(1, 53, MST_OPEN, MST_SYN_ACK) };
	struct pair pair = PAIR(one, two);

	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "~1u53 open>closed;");
	finish(&pair);
}

Test(compare_diff, a_file_without_the_protocol_is_of_the_other_s)
{
	struct mst_result one[] = { udp(1, 53, MST_OPEN, MST_UDP_RESPONSE) },
			  two[] = { udp(1, 53, MST_OPEN, MST_UDP_RESPONSE) };
	struct pair pair;

	two[0].proto = 0;
	pair = (struct pair)PAIR(one, two);
	memory_about(pair.rows[0])->proto = 17;
	compare(&pair, false);
	cr_expect_str_eq(list(pair.diff), "");
	finish(&pair);
}

Test(compare_diff, what_is_not_comparable_is_refused)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY) },
				two[] = { port(1, 22, MST_OPEN, MST_SYN_ACK) },
				three[] = { udp(1, 22, MST_OPEN, MST_UDP_RESPONSE) };
	struct mst_rows *rows[] = { MEMORY(one), MEMORY(two), MEMORY(three) };
	struct mst_diff *diff;
	struct mst_error err;

	memory_about(rows[1])->proto = 6;
	memory_about(rows[2])->proto = 17;
	cr_expect_eq(mst_diff_open(&diff, rows[0], rows[1], false, &err), -EINVAL);
	cr_expect_str_eq(err.text, "the first file is about hosts, the second about ports: expected two of one kind");
	cr_expect_null(diff);
	cr_expect_eq(mst_diff_open(&diff, rows[2], rows[1], false, &err), -EINVAL);
	cr_expect_str_eq(err.text,
	                 "the first file is about UDP ports, the second about TCP ports: expected one protocol");
	for (size_t i = 0; i < 3; i++)
		mst_rows_close(rows[i]);
}

Test(compare_diff, a_file_that_cannot_be_read_to_its_end_is_a_failure)
{
	const struct mst_result one[] = { host(1, MST_UP, MST_ECHO_REPLY), host(2, MST_UP, MST_ECHO_REPLY) };
	struct pair pair = PAIR(one, one), early = PAIR(one, one);
	struct mst_error err = { "" };

	memory_fail_at(early.rows[1], 0);
	cr_expect_eq(mst_diff_open(&early.diff, early.rows[0], early.rows[1], false, &err), -EIO);
	finish(&early);
	memory_about(pair.rows[0])->complete = memory_about(pair.rows[1])->complete = true; /* read once only */
	memory_fail_at(pair.rows[1], 0);
	compare(&pair, false);
	list(pair.diff);
	cr_expect_eq(mst_diff_code(pair.diff, &err), -EIO);
	cr_expect_str_eq(err.text, "the disk is broken");
	finish(&pair);
}
