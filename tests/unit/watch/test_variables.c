/* SPDX-License-Identifier: BSD-2-Clause */
/* test_variables.c - events as environment variables. */
#include "watch/variables.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct mst_variables variables;

static struct mst_watch_event change(const char *addr, const char *name)
{
	struct mst_watch_event event = { .kind = MST_EVENT_CHANGE };

	cr_assert_eq(mst_addr_parse(&event.change.addr, addr), 0);
	event.change.turn = MST_WENT_DOWN;
	event.change.state = MST_DOWN;
	event.change.was = MST_UP;
	event.change.reason = MST_NO_RESPONSE;
	event.change.since_ns = UINT64_C(1764422007000000000);
	event.change.lasted_ns = UINT64_C(61000000000);
	event.change.round = 7;
	event.change.name = name;
	return event;
}

static void expect(const char *name, const char *value)
{
	const char *found = mst_variables_get(&variables, name);

	cr_expect(found && strcmp(found, value) == 0, "%s is %s, not %s", name, found ? found : "absent", value);
}

Test(watch_variables, a_change)
{
	struct mst_watch_event event = change("10.0.0.7", "printer");

	event.change.port = 22;
	mst_variables_of(&variables, &event);
	expect("MUSTER_TYPE", "change");
	expect("MUSTER_CHANGE", "went-down");
	expect("MUSTER_ADDR", "10.0.0.7");
	expect("MUSTER_NAME", "printer");
	expect("MUSTER_PORT", "22");
	expect("MUSTER_STATE", "down");
	expect("MUSTER_WAS", "up");
	expect("MUSTER_REASON", "no-response");
	expect("MUSTER_ROUND", "7");
	expect("MUSTER_SINCE", "2025-11-29T13:13:27Z");
	expect("MUSTER_LASTED_S", "61");
	cr_expect_null(mst_variables_get(&variables, "MUSTER_MAC"));
	cr_expect_null(mst_variables_get(&variables, "MUSTER_COUNT"));
}

Test(watch_variables, control_characters_of_a_name_are_no_lines_of_their_own)
{
	struct mst_watch_event event = change("10.0.0.7", "a\nMUSTER_ADDR=6\x1b[2J$(rm)");

	mst_variables_of(&variables, &event);
	expect("MUSTER_NAME", "a?MUSTER_ADDR=6?[2J$(rm)");
	expect("MUSTER_ADDR", "10.0.0.7");
}

Test(watch_variables, a_name_without_end_is_left_out)
{
	static char name[2 * MST_VARIABLES_TEXT];
	struct mst_watch_event event = change("10.0.0.7", name);

	memset(name, 'a', sizeof name - 1);
	mst_variables_of(&variables, &event);
	cr_expect_null(mst_variables_get(&variables, "MUSTER_NAME"));
	expect("MUSTER_ROUND", "7");
}

Test(watch_variables, the_list_of_a_cause_is_cut)
{
	static struct mst_addr members[300];
	struct mst_watch_event event = { .kind = MST_EVENT_CAUSE };
	const char *list;
	size_t blanks = 0;

	for (size_t i = 0; i < 300; i++) {
		char text[64];

		snprintf(text, sizeof text, "2001:db8:1111:2222:3333:4444:5555:%x", 0x1000 + (unsigned)i);
		cr_assert_eq(mst_addr_parse(&members[i], text), 0);
	}
	event.cause.kind = MST_CAUSE_GATEWAY;
	event.cause.turn = MST_WENT_DOWN;
	event.cause.addr = members[0];
	event.cause.count = event.cause.member_count = 300;
	event.cause.hosts = 310;
	event.cause.members = members;
	mst_variables_of(&variables, &event);
	expect("MUSTER_TYPE", "cause");
	expect("MUSTER_CAUSE", "gateway");
	expect("MUSTER_COUNT", "300");
	expect("MUSTER_HOSTS", "310");
	list = mst_variables_get(&variables, "MUSTER_ADDRS");
	cr_assert_not_null(list);
	for (; *list; list++)
		blanks += *list == ' ';
	cr_expect_eq(blanks, MST_VARIABLES_ADDRS - 1);
}

Test(watch_variables, many_events_have_a_count_and_their_addresses)
{
	static struct mst_variables each[2];
	struct mst_watch_event one = change("10.0.0.7", NULL), other = change("10.0.0.8", NULL);

	mst_variables_of(&each[0], &one);
	mst_variables_of(&each[1], &other);
	mst_variables_of_all(&variables, each, 2, 5, 1);
	expect("MUSTER_TYPE", "events");
	expect("MUSTER_COUNT", "5");
	expect("MUSTER_LEFT_OUT", "1");
	expect("MUSTER_ADDRS", "10.0.0.7 10.0.0.8");
}

Test(watch_variables, names_are_known)
{
	cr_expect(mst_variables_name("MUSTER_ADDR=1"));
	cr_expect_not(mst_variables_name("MUSTER_ADDRESS=1"));
	cr_expect_not(mst_variables_name("MUSTER_TESTS=short"));
	cr_expect_not(mst_variables_name("PATH=/bin"));
}
