/* SPDX-License-Identifier: BSD-2-Clause */
/* test_roster.c - two rounds compared: what is a change, since when, and what is none. */
#include "unit/watch/fixture_watch.h"

#define A "10.0.0.1"
#define B "10.0.0.2"

static void say(struct watch_fixture *fixture, const char *addr, bool up)
{
	fixture_add(fixture, addr, 0, up ? MST_UP : MST_DOWN, up ? MST_ECHO_REPLY : MST_NO_RESPONSE, up ? NULL : "");
}

static const char *rounds(struct watch_fixture *fixture, const char *ups, int *second)
{
	const char *words = "";

	for (; *ups; ups++, (*second)++) {
		if (*ups != '?')
			say(fixture, A, *ups == '|');
		words = fixture_end(fixture, *second);
	}
	return words;
}

Test(watch_roster, the_first_round_is_no_change)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-2", NULL, false, 1);

	say(fixture, A, true), say(fixture, B, false);
	cr_assert_str_eq(fixture_end(fixture, 1), "");
	cr_assert_eq(fixture->round.hosts, 2);
	cr_assert_eq(fixture->round.active, 1);
	cr_assert_eq(fixture->round.inactive, 1);
	cr_assert_eq(fixture->round.unknown, 0);
	fixture_free(fixture);
}

Test(watch_roster, a_host_goes_down_and_comes_back_with_since_when)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);
	int second = 1;

	cr_assert_str_eq(rounds(fixture, "|||.", &second), A " down since 4 was up since 1; ");
	cr_assert_str_eq(rounds(fixture, "..", &second), "");
	cr_assert_str_eq(rounds(fixture, "|", &second), A " up since 7 was down since 4; ");
	cr_assert_eq(fixture_item(fixture, A, 0)->rounds_asked, 7);
	cr_assert_eq(fixture_item(fixture, A, 0)->rounds_up, 4);
	cr_assert_eq(fixture_item(fixture, A, 0)->first_seen, 1 * SECOND);
	cr_assert_eq(fixture_item(fixture, A, 0)->last_seen, 7 * SECOND);
	fixture_free(fixture);
}

Test(watch_roster, what_is_to_be_confirmed_dates_from_the_first_round_that_said_so)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 3);
	int second = 1;

	cr_assert_str_eq(rounds(fixture, "|..", &second), "");
	cr_assert_str_eq(rounds(fixture, ".", &second), A " down since 2 was up since 1; ");
	fixture_free(fixture);
}

Test(watch_roster, flapping_below_confirm_is_never_told)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 2);
	int second = 1;

	for (int i = 0; i < 20; i++)
		cr_assert_str_eq(rounds(fixture, "|.", &second), "");
	cr_assert_eq(fixture_item(fixture, A, 0)->standing, MST_WATCH_ACTIVE);
	fixture_free(fixture);
}

Test(watch_roster, what_could_not_be_found_out_is_neither_change_nor_confirmation_nor_availability)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 2);
	int second = 1;

	cr_assert_str_eq(rounds(fixture, "|?????", &second), "");
	cr_assert_eq(fixture->round.unknown, 1);
	cr_assert_str_eq(rounds(fixture, ".??", &second), "");
	cr_assert_str_eq(rounds(fixture, ".", &second), A " down since 7 was up since 1; ");
	cr_assert_eq(fixture_item(fixture, A, 0)->rounds_asked, 3);
	fixture_free(fixture);
}

Test(watch_roster, verdicts_of_this_machine_prove_nothing)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);

	say(fixture, A, true), fixture_end(fixture, 1);
	fixture_add(fixture, A, 0, MST_UNKNOWN, MST_LOCAL_LOSS, "");
	cr_assert_str_eq(fixture_end(fixture, 2), "");
	fixture_add(fixture, A, 0, MST_UNREACHABLE, MST_NO_ROUTE, "");
	cr_assert_str_eq(fixture_end(fixture, 3), "");
	fixture_add(fixture, A, 0, MST_UNREACHABLE, MST_HOST_UNREACH, "10.9.9.9");
	cr_assert_str_eq(fixture_end(fixture, 4), A " unreachable since 4 was up since 1; ");
	say(fixture, A, false);
	cr_assert_str_eq(fixture_end(fixture, 5), "", "down and unreachable are both inactive");
	fixture_free(fixture);
}

Test(watch_roster, an_amended_verdict_replaces_the_first)
{
	struct watch_fixture *fixture = fixture_new(A, NULL, false, 1);

	say(fixture, A, false), say(fixture, A, true);
	fixture_end(fixture, 1);
	cr_assert_eq(fixture->round.active, 1);
	fixture_free(fixture);
}

Test(watch_roster, strangers_and_odd_values_are_left_alone)
{
	struct watch_fixture *fixture = fixture_new(A, "22", false, 1);
	struct mst_result odd = { .state = 250, .reason = 3, .port = 22, .about_port = true };

	fixture_add(fixture, "10.0.0.9", 22, MST_OPEN, MST_SYN_ACK, NULL);
	fixture_add(fixture, A, 23, MST_OPEN, MST_SYN_ACK, NULL);
	cr_assert_eq(mst_addr_parse(&odd.addr, A), 0);
	mst_roster_take(&fixture->roster, &odd);
	fixture_end(fixture, 1);
	cr_assert_eq(fixture->round.hosts, 0);
	fixture_free(fixture);
}

Test(watch_roster, ports_open_and_close_while_their_host_is_up)
{
	struct watch_fixture *fixture = fixture_new(A, "22,80", false, 1);

	fixture_add(fixture, A, 22, MST_OPEN, MST_SYN_ACK, NULL),
		fixture_add(fixture, A, 80, MST_CLOSED, MST_RESET, NULL);
	cr_assert_str_eq(fixture_end(fixture, 1), "");
	cr_assert_eq(fixture->round.ports_open, 1);
	fixture_add(fixture, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""),
		fixture_add(fixture, A, 80, MST_OPEN, MST_SYN_ACK, NULL);
	cr_assert_str_eq(fixture_end(fixture, 2),
	                 A ":22 filtered since 2 was open since 1; " A ":80 open since 2 was closed since 1; ");
	fixture_free(fixture);
}

Test(watch_roster, a_host_that_goes_down_takes_no_port_with_it)
{
	struct watch_fixture *fixture = fixture_new(A, "22,80", false, 1);

	fixture_add(fixture, A, 22, MST_OPEN, MST_SYN_ACK, NULL),
		fixture_add(fixture, A, 80, MST_CLOSED, MST_RESET, NULL);
	fixture_end(fixture, 1);
	fixture_add(fixture, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""),
		fixture_add(fixture, A, 80, MST_FILTERED, MST_NO_RESPONSE, "");
	cr_assert_str_eq(fixture_end(fixture, 2), A " down since 2 was up since 1; ");
	fixture_add(fixture, A, 22, MST_OPEN, MST_SYN_ACK, NULL),
		fixture_add(fixture, A, 80, MST_CLOSED, MST_RESET, NULL);
	cr_assert_str_eq(fixture_end(fixture, 3), A " up since 3 was down since 2; ");
	cr_assert_eq(fixture_item(fixture, A, 22)->rounds_asked, 2);
	fixture_free(fixture);
}

Test(watch_roster, silent_ports_prove_nothing_while_others_could_not_be_asked)
{
	struct watch_fixture *fixture = fixture_new(A, "22,80", false, 1);

	fixture_add(fixture, A, 22, MST_OPEN, MST_SYN_ACK, NULL),
		fixture_add(fixture, A, 80, MST_CLOSED, MST_RESET, NULL);
	fixture_end(fixture, 1);
	fixture_add(fixture, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""),
		fixture_add(fixture, A, 80, MST_UNKNOWN, MST_LOCAL_LOSS, "");
	cr_assert_str_eq(fixture_end(fixture, 2), "");
	cr_assert_eq(fixture->round.unknown, 1);
	fixture_free(fixture);
}

Test(watch_roster, a_discovered_host_is_up_whatever_its_ports_say)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-2", "22", true, 1);

	fixture_add(fixture, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""),
		fixture_add(fixture, B, 22, MST_FILTERED, MST_HOST_DOWN, "");
	fixture_end(fixture, 1);
	cr_assert_eq(fixture_item(fixture, A, 0)->standing, MST_WATCH_ACTIVE);
	cr_assert_eq(fixture_item(fixture, B, 0)->standing, MST_WATCH_INACTIVE);
	fixture_free(fixture);
}

Test(watch_roster, too_many_are_refused_with_the_numbers)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_watch_config config = mst_watch_defaults();
	struct mst_roster roster;
	struct mst_error err;

	mst_targets_add(targets, "10.0.0.0/8", NULL), mst_targets_close(targets, NULL);
	config.scan.probing.targets = targets;
	cr_assert_lt(mst_roster_open(&roster, &config, &err), 0);
	cr_assert(strstr(err.text, "16,777,216") && strstr(err.text, "262144"), "%s", err.text);
	mst_roster_close(&roster);
	mst_targets_free(targets);
}

Test(watch_roster, a_hundred_thousand_rounds_take_no_memory_and_count_right)
{
	struct watch_fixture *fixture = fixture_new("10.0.0.1-4", NULL, false, 1);
	struct mst_watch_item *items = fixture->roster.items;

	for (int i = 0; i < 100000; i++) {
		say(fixture, A, true), say(fixture, B, i % 4 != 0);
		fixture_end(fixture, i);
	}
	cr_assert_eq(fixture->roster.items, items);
	cr_assert_eq(fixture_item(fixture, B, 0)->rounds_asked, 100000);
	cr_assert_eq(fixture_item(fixture, B, 0)->rounds_up, 75000);
	fixture_free(fixture);
}
