/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_amendments.c - late answers that improve a verdict, and the filter of states.
 */
#include <criterion/criterion.h>

#include "unit/report/fixture_report.h"

#define STATES_CSV "tail -n +2 a.csv"

/* The csv, then the ndjson, of addr and state. */
static struct report_fixture report_with(uint32_t states, const struct mst_result *results, size_t count)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.states = states;
	fixture.config.fields = "addr,state";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	fixture_report_all(&fixture, results, count);
	return fixture;
}

static const char *streamed(const struct report_fixture *fixture)
{
	return fixture_run(fixture, "jq -r 'select(.type != \"summary\") |"
	                            " [.type, .addr, .state, .was] | join(\" \")' a.ndjson");
}

Test(report_amendments, documents_hold_the_final_word_and_streams_both)
{
	struct mst_result results[] = { host_down(1), host_down(2), host_amended_up(1, MST_DOWN) };
	struct report_fixture fixture = report_with(ALL_STATES, results, 3);

	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "10.0.0.1,up\n10.0.0.2,down\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.results[].state]' a.json"), "[\"up\",\"down\"]\n");
	cr_assert_str_eq(streamed(&fixture), "result 10.0.0.1 down \nresult 10.0.0.2 down \n"
	                                     "amendment 10.0.0.1 up down\n");
	fixture_free(&fixture);
}

Test(report_amendments, one_that_is_not_wanted_any_more_leaves_the_documents)
{
	struct mst_result results[] = { host_down(1), host_down(2), host_amended_up(1, MST_DOWN) };
	struct report_fixture fixture = report_with(ONLY(MST_DOWN), results, 3);

	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "10.0.0.2,down\n");
	cr_assert_str_eq(streamed(&fixture), "result 10.0.0.1 down \nresult 10.0.0.2 down \n"
	                                     "amendment 10.0.0.1 up down\n");
	fixture_free(&fixture);
}

Test(report_amendments, one_that_was_not_wanted_before_comes_in)
{
	struct mst_result results[] = { host_down(1), host_up(2), host_amended_up(1, MST_DOWN) };
	struct report_fixture fixture = report_with(ONLY(MST_UP), results, 3);

	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "10.0.0.1,up\n10.0.0.2,up\n");
	cr_assert_str_eq(streamed(&fixture), "result 10.0.0.2 up \namendment 10.0.0.1 up down\n");
	fixture_free(&fixture);
}

Test(report_amendments, one_between_unwanted_states_is_seen_nowhere)
{
	struct mst_result results[] = { host_down(1), host_amended_up(1, MST_DOWN) };
	struct report_fixture fixture = report_with(ONLY(MST_UNREACHABLE), results, 2);

	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "");
	cr_assert_str_eq(streamed(&fixture), "");
	fixture_free(&fixture);
}

Test(report_amendments, the_last_of_several_holds)
{
	struct mst_result results[] = { host_down(1), host_unreachable(1), host_amended_up(1, MST_UNREACHABLE) };
	struct report_fixture fixture;

	results[1].amended = true;
	results[1].was = MST_DOWN;
	fixture = report_with(ALL_STATES, results, 3);
	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "10.0.0.1,up\n");
	fixture_free(&fixture);
}

Test(report_amendments, a_late_error_of_a_router_makes_down_unreachable_in_every_document)
{
	struct mst_result results[] = { host_down(1), host_down(2), host_unreachable(2) };
	struct report_fixture fixture = fixture_new();

	results[2].amended = true;
	results[2].was = MST_DOWN;
	fixture.config.fields = "addr,state,reason";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	fixture_report_all(&fixture, results, 3);
	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV),
	                 "10.0.0.1,down,no-response\n10.0.0.2,unreachable,host-unreach\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -r '.results[] | [.addr, .state] | join(\" \")' a.json"),
	                 "10.0.0.1 down\n10.0.0.2 unreachable\n");
	cr_assert_str_eq(fixture_read(&fixture, "a.txt"), "ADDR       STATE         REASON\n"
	                                                  "10.0.0.1   down          no-response\n"
	                                                  "10.0.0.2   unreachable   host-unreach\n");
	fixture_free(&fixture);
}

Test(report_amendments, ports_of_one_host_are_targets_of_their_own)
{
	struct mst_result results[] = {
		port_in(1, 80, MST_FILTERED),
		port_in(1, 81, MST_FILTERED),
		port_in(1, 81, MST_OPEN),
	};
	struct report_fixture fixture;

	results[2].amended = true;
	results[2].was = MST_FILTERED;
	fixture = report_with(ALL_STATES, results, 3);
	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "10.0.0.1,filtered\n10.0.0.1,open\n");
	fixture_free(&fixture);
}

Test(report_amendments, thousands_of_them_find_their_targets)
{
	enum { COUNT = 5000 };
	static struct mst_result results[COUNT];
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	for (unsigned i = 0; i < COUNT; i++)
		results[i] = host_down(i * 257);
	cr_assert_eq(fixture_write(&fixture, results, COUNT), 0);
	for (unsigned i = 0; i < COUNT; i += 2)
		results[i] = host_amended_up(i * 257, MST_DOWN);
	for (unsigned i = 0; i < COUNT; i += 2)
		cr_assert_eq(fixture_write(&fixture, &results[i], 1), 0);
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert_str_eq(fixture_run(&fixture, "cut -d, -f4 a.csv | sort | uniq -c | tr -s ' '"),
	                 " 2500 down\n 1 state\n 2500 up\n");
	fixture_free(&fixture);
}

Test(report_amendments, every_output_gets_only_the_wanted_states)
{
	struct mst_result results[] = { host_up(1), host_down(2), host_unreachable(3), host_up(4) };
	struct report_fixture fixture = report_with(ONLY(MST_UP) | ONLY(MST_UNREACHABLE), results, 4);

	cr_assert_str_eq(fixture_run(&fixture, STATES_CSV), "10.0.0.1,up\n10.0.0.3,unreachable\n10.0.0.4,up\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -c '[.results[].addr]' a.json"),
	                 "[\"10.0.0.1\",\"10.0.0.3\",\"10.0.0.4\"]\n");
	cr_assert_str_eq(streamed(&fixture), "result 10.0.0.1 up \nresult 10.0.0.3 unreachable \n"
	                                     "result 10.0.0.4 up \n");
	fixture_free(&fixture);
}
