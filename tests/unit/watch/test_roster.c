/* Two rounds compared: what is a change, since when, and what is none. */
#include "unit/watch/bed.h"

#define A "10.0.0.1"
#define B "10.0.0.2"

static void say(struct bed *bed, const char *addr, bool up)
{
	bed_say(bed, addr, 0, up ? MST_UP : MST_DOWN, up ? MST_ECHO_REPLY : MST_NO_RESPONSE, up ? NULL : "");
}

static const char *rounds(struct bed *bed, const char *ups, int *second)
{
	const char *words = "";

	for (; *ups; ups++, (*second)++) {
		if (*ups != '?')
			say(bed, A, *ups == '|');
		words = bed_end(bed, *second);
	}
	return words;
}

Test(watch_roster, the_first_round_is_no_change)
{
	struct bed *bed = bed_new("10.0.0.1-2", NULL, false, 1);

	say(bed, A, true), say(bed, B, false);
	cr_assert_str_eq(bed_end(bed, 1), "");
	cr_assert_eq(bed->round.hosts, 2);
	cr_assert_eq(bed->round.active, 1);
	cr_assert_eq(bed->round.inactive, 1);
	cr_assert_eq(bed->round.unknown, 0);
	bed_free(bed);
}

Test(watch_roster, a_host_goes_down_and_comes_back_with_since_when)
{
	struct bed *bed = bed_new(A, NULL, false, 1);
	int second = 1;

	cr_assert_str_eq(rounds(bed, "|||.", &second), A " down since 4 was up since 1; ");
	cr_assert_str_eq(rounds(bed, "..", &second), "");
	cr_assert_str_eq(rounds(bed, "|", &second), A " up since 7 was down since 4; ");
	cr_assert_eq(bed_item(bed, A, 0)->rounds_asked, 7);
	cr_assert_eq(bed_item(bed, A, 0)->rounds_up, 4);
	cr_assert_eq(bed_item(bed, A, 0)->first_seen, 1 * SECOND);
	cr_assert_eq(bed_item(bed, A, 0)->last_seen, 7 * SECOND);
	bed_free(bed);
}

Test(watch_roster, what_is_to_be_confirmed_dates_from_the_first_round_that_said_so)
{
	struct bed *bed = bed_new(A, NULL, false, 3);
	int second = 1;

	cr_assert_str_eq(rounds(bed, "|..", &second), "");
	cr_assert_str_eq(rounds(bed, ".", &second), A " down since 2 was up since 1; ");
	bed_free(bed);
}

Test(watch_roster, flapping_below_confirm_is_never_told)
{
	struct bed *bed = bed_new(A, NULL, false, 2);
	int second = 1;

	for (int i = 0; i < 20; i++)
		cr_assert_str_eq(rounds(bed, "|.", &second), "");
	cr_assert_eq(bed_item(bed, A, 0)->standing, MST_WATCH_ACTIVE);
	bed_free(bed);
}

Test(watch_roster, what_could_not_be_found_out_is_neither_change_nor_confirmation_nor_availability)
{
	struct bed *bed = bed_new(A, NULL, false, 2);
	int second = 1;

	cr_assert_str_eq(rounds(bed, "|?????", &second), "");
	cr_assert_eq(bed->round.unknown, 1);
	cr_assert_str_eq(rounds(bed, ".??", &second), "");
	cr_assert_str_eq(rounds(bed, ".", &second), A " down since 7 was up since 1; ");
	cr_assert_eq(bed_item(bed, A, 0)->rounds_asked, 3);
	bed_free(bed);
}

Test(watch_roster, verdicts_of_this_machine_prove_nothing)
{
	struct bed *bed = bed_new(A, NULL, false, 1);

	say(bed, A, true), bed_end(bed, 1);
	bed_say(bed, A, 0, MST_UNKNOWN, MST_LOCAL_LOSS, "");
	cr_assert_str_eq(bed_end(bed, 2), "");
	bed_say(bed, A, 0, MST_UNREACHABLE, MST_NO_ROUTE, "");
	cr_assert_str_eq(bed_end(bed, 3), "");
	bed_say(bed, A, 0, MST_UNREACHABLE, MST_HOST_UNREACH, "10.9.9.9");
	cr_assert_str_eq(bed_end(bed, 4), A " unreachable since 4 was up since 1; ");
	say(bed, A, false);
	cr_assert_str_eq(bed_end(bed, 5), "", "down and unreachable are both inactive");
	bed_free(bed);
}

Test(watch_roster, an_amended_verdict_replaces_the_first)
{
	struct bed *bed = bed_new(A, NULL, false, 1);

	say(bed, A, false), say(bed, A, true);
	bed_end(bed, 1);
	cr_assert_eq(bed->round.active, 1);
	bed_free(bed);
}

Test(watch_roster, strangers_and_odd_values_are_left_alone)
{
	struct bed *bed = bed_new(A, "22", false, 1);
	struct mst_result odd = { .state = 250, .reason = 3, .port = 22, .about_port = true };

	bed_say(bed, "10.0.0.9", 22, MST_OPEN, MST_SYN_ACK, NULL);
	bed_say(bed, A, 23, MST_OPEN, MST_SYN_ACK, NULL);
	cr_assert_eq(mst_addr_parse(&odd.addr, A), 0);
	mst_roster_take(&bed->roster, &odd);
	bed_end(bed, 1);
	cr_assert_eq(bed->round.hosts, 0);
	bed_free(bed);
}

Test(watch_roster, ports_open_and_close_while_their_host_is_up)
{
	struct bed *bed = bed_new(A, "22,80", false, 1);

	bed_say(bed, A, 22, MST_OPEN, MST_SYN_ACK, NULL), bed_say(bed, A, 80, MST_CLOSED, MST_RESET, NULL);
	cr_assert_str_eq(bed_end(bed, 1), "");
	cr_assert_eq(bed->round.ports_open, 1);
	bed_say(bed, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""), bed_say(bed, A, 80, MST_OPEN, MST_SYN_ACK, NULL);
	cr_assert_str_eq(bed_end(bed, 2), A ":22 filtered since 2 was open since 1; " A ":80 open since 2 was closed since 1; ");
	bed_free(bed);
}

Test(watch_roster, a_host_that_goes_down_takes_no_port_with_it)
{
	struct bed *bed = bed_new(A, "22,80", false, 1);

	bed_say(bed, A, 22, MST_OPEN, MST_SYN_ACK, NULL), bed_say(bed, A, 80, MST_CLOSED, MST_RESET, NULL);
	bed_end(bed, 1);
	bed_say(bed, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""), bed_say(bed, A, 80, MST_FILTERED, MST_NO_RESPONSE, "");
	cr_assert_str_eq(bed_end(bed, 2), A " down since 2 was up since 1; ");
	bed_say(bed, A, 22, MST_OPEN, MST_SYN_ACK, NULL), bed_say(bed, A, 80, MST_CLOSED, MST_RESET, NULL);
	cr_assert_str_eq(bed_end(bed, 3), A " up since 3 was down since 2; ");
	cr_assert_eq(bed_item(bed, A, 22)->rounds_asked, 2);
	bed_free(bed);
}

Test(watch_roster, silent_ports_prove_nothing_while_others_could_not_be_asked)
{
	struct bed *bed = bed_new(A, "22,80", false, 1);

	bed_say(bed, A, 22, MST_OPEN, MST_SYN_ACK, NULL), bed_say(bed, A, 80, MST_CLOSED, MST_RESET, NULL);
	bed_end(bed, 1);
	bed_say(bed, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""), bed_say(bed, A, 80, MST_UNKNOWN, MST_LOCAL_LOSS, "");
	cr_assert_str_eq(bed_end(bed, 2), "");
	cr_assert_eq(bed->round.unknown, 1);
	bed_free(bed);
}

Test(watch_roster, a_discovered_host_is_up_whatever_its_ports_say)
{
	struct bed *bed = bed_new("10.0.0.1-2", "22", true, 1);

	bed_say(bed, A, 22, MST_FILTERED, MST_NO_RESPONSE, ""), bed_say(bed, B, 22, MST_FILTERED, MST_HOST_DOWN, "");
	bed_end(bed, 1);
	cr_assert_eq(bed_item(bed, A, 0)->standing, MST_WATCH_ACTIVE);
	cr_assert_eq(bed_item(bed, B, 0)->standing, MST_WATCH_INACTIVE);
	bed_free(bed);
}

Test(watch_roster, too_many_are_refused_with_the_numbers)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_scan_config scan = mst_scan_defaults();
	struct mst_roster roster;
	struct mst_error err;

	mst_targets_add(targets, "10.0.0.0/8", NULL), mst_targets_close(targets, NULL);
	scan.targets = targets;
	cr_assert_lt(mst_roster_open(&roster, &scan, 1, &err), 0);
	cr_assert(strstr(err.text, "16,777,216") && strstr(err.text, "262144"), "%s", err.text);
	mst_roster_close(&roster);
	mst_targets_free(targets);
}

Test(watch_roster, a_hundred_thousand_rounds_take_no_memory_and_count_right)
{
	struct bed *bed = bed_new("10.0.0.1-4", NULL, false, 1);
	struct mst_watch_item *items = bed->roster.items;

	for (int i = 0; i < 100000; i++) {
		say(bed, A, true), say(bed, B, i % 4 != 0);
		bed_end(bed, i);
	}
	cr_assert_eq(bed->roster.items, items);
	cr_assert_eq(bed_item(bed, B, 0)->rounds_asked, 100000);
	cr_assert_eq(bed_item(bed, B, 0)->rounds_up, 75000);
	bed_free(bed);
}
