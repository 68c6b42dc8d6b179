/* SPDX-License-Identifier: BSD-2-Clause */
/* test_joined.c - rows of silent neighbours. */
#include "html/joined.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static char rows[1024];

static void take(void *user, const struct mst_result *result, const struct mst_html_span *span)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT], row[256];

	(void)user;
	mst_addr_format(result ? &result->addr : &span->first, first);
	mst_addr_format(result ? &result->addr : &span->last, last);
	if (result)
		snprintf(row, sizeof row, "%s:%u %s\n", first, result->port, mst_state_name(result->state));
	else
		snprintf(row, sizeof row, "%s-%s:%u-%u %s %llu\n", first, last, span->first_port, span->last_port,
		         mst_state_name(span->state), (unsigned long long)span->count);
	strcat(rows, row);
}

static const char *joined(uint32_t listed, const struct mst_result *results, size_t count)
{
	struct mst_html_joiner joiner = { .listed = listed, .take = take };

	*rows = '\0';
	for (size_t i = 0; i < count; i++)
		mst_html_joiner_add(&joiner, &results[i]);
	mst_html_joiner_end(&joiner);
	return rows;
}

#define JOINED(listed, ...) \
	joined(listed, (struct mst_result[]){ __VA_ARGS__ }, \
	       sizeof((struct mst_result[]){ __VA_ARGS__ }) / sizeof(struct mst_result))
#define UP (1u << MST_UP)
#define OPEN (1u << MST_OPEN)

Test(html_joined, silent_neighbours_are_a_row)
{
	cr_expect_str_eq(JOINED(UP, fixture_host("10.0.0.1", MST_UP), fixture_host("10.0.0.2", MST_DOWN),
	                        fixture_host("10.0.0.3", MST_DOWN), fixture_host("10.0.0.4", MST_DOWN),
	                        fixture_host("10.0.0.5", MST_UP)),
	                 "10.0.0.1:0 up\n10.0.0.2-10.0.0.4:0-0 down 3\n10.0.0.5:0 up\n");
}

Test(html_joined, a_gap_or_another_reason_parts_them)
{
	struct mst_result other = fixture_host("10.0.0.2", MST_DOWN);

	other.reason = MST_HOST_DOWN;
	cr_expect_str_eq(JOINED(UP, fixture_host("10.0.0.1", MST_DOWN), other, fixture_host("10.0.0.4", MST_DOWN)),
	                 "10.0.0.1-10.0.0.1:0-0 down 1\n10.0.0.2-10.0.0.2:0-0 down 1\n"
	                 "10.0.0.4-10.0.0.4:0-0 down 1\n");
}

Test(html_joined, silence_is_joined_even_if_it_is_wanted_and_answers_are_not)
{
	cr_expect_str_eq(JOINED(UINT32_MAX, fixture_host("10.0.0.1", MST_DOWN), fixture_host("10.0.0.2", MST_DOWN),
	                        fixture_host("10.0.0.3", MST_UNREACHABLE), fixture_host("10.0.0.4", MST_UNREACHABLE)),
	                 "10.0.0.1-10.0.0.2:0-0 down 2\n10.0.0.3:0 unreachable\n10.0.0.4:0 unreachable\n");
}

Test(html_joined, answers_that_are_not_wanted_are_joined)
{
	cr_expect_str_eq(
		JOINED(UP, fixture_host("10.0.0.3", MST_UNREACHABLE), fixture_host("10.0.0.4", MST_UNREACHABLE)),
		"10.0.0.3-10.0.0.4:0-0 unreachable 2\n");
}

Test(html_joined, ports_of_a_host_that_are_alike_are_a_row)
{
	cr_expect_str_eq(JOINED(OPEN, fixture_port("10.0.0.1", 22, MST_OPEN),
	                        fixture_port("10.0.0.1", 23, MST_FILTERED), fixture_port("10.0.0.1", 24, MST_FILTERED),
	                        fixture_port("10.0.0.1", 80, MST_CLOSED), fixture_port("10.0.0.2", 22, MST_CLOSED)),
	                 "10.0.0.1:22 open\n10.0.0.1-10.0.0.1:23-24 filtered 2\n10.0.0.1-10.0.0.1:80-80 closed 1\n"
	                 "10.0.0.2-10.0.0.2:22-22 closed 1\n");
}

Test(html_joined, hosts_whose_ports_are_all_alike_are_a_row)
{
	cr_expect_str_eq(JOINED(OPEN, fixture_port("10.0.0.1", 22, MST_FILTERED),
	                        fixture_port("10.0.0.1", 80, MST_FILTERED), fixture_port("10.0.0.2", 22, MST_FILTERED),
	                        fixture_port("10.0.0.2", 80, MST_FILTERED), fixture_port("10.0.0.3", 22, MST_FILTERED),
	                        fixture_port("10.0.0.3", 80, MST_OPEN)),
	                 "10.0.0.1-10.0.0.2:22-80 filtered 4\n10.0.0.3-10.0.0.3:22-22 filtered 1\n10.0.0.3:80 open\n");
}
