/* SPDX-License-Identifier: BSD-2-Clause */
/* test_html.c - pages of verdicts. What the parts of a page are: tests/unit/html. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/report/fixture_report.h"

static struct report_fixture fixture;

static void begin(void)
{
	fixture = fixture_new();
}

static void end(void)
{
	fixture_free(&fixture);
}

TestSuite(report_html, .init = begin, .fini = end);

static const char *page(uint32_t states, const struct mst_result *results, size_t count)
{
	fixture.config.states = states;
	cr_assert_eq(fixture_add(&fixture, "x.html"), 0, "%s", fixture.err.text);
	fixture_report_all(&fixture, results, count);
	return fixture_read(&fixture, "x.html");
}

static unsigned count_of(const char *text, const char *piece)
{
	unsigned count = 0;

	for (; (text = strstr(text, piece)); text += strlen(piece))
		count++;
	return count;
}

Test(report_html, every_state_is_counted_and_the_silent_ones_are_a_row)
{
	const struct mst_result results[] = { host_up(1), host_down(2), host_down(3), host_down(4), host_up(5) };
	const char *text = page(ONLY(MST_UP), results, 5);

	cr_expect(strstr(text, "<b>2</b> up"));
	cr_expect(strstr(text, "<b>3</b> down"));
	cr_expect(strstr(text, "<tr><td>10.0.0.2–10.0.0.4</td>"), "%s", strstr(text, "<tbody>"));
	cr_expect(strstr(text, "Map of 10.0.0.0/24: 2 up 3 down"));
	cr_expect(strstr(text, "2 times: half of them"));
	cr_expect_str_eq(text + strlen(text) - strlen("</html>\n"), "</html>\n");
}

Test(report_html, targets_of_the_command_are_text_and_a_run_cut_short_says_so)
{
	const struct mst_result results[] = { host_up(1) };
	const char *text = page(ALL_STATES, results, 1);

	cr_expect(strstr(text, "<title>Sweep of 10.0.0.0/24 &quot;all&quot;\\u{a} and 1 more</title>"), "%.3000s",
	          text);
	cr_expect(strstr(text, "The run was ended early"));
}

Test(report_html, columns_without_text_are_left_out)
{
	const struct mst_result results[] = { host_up(1), host_up(2) };
	const char *text = page(ALL_STATES, results, 2);

	cr_expect(strstr(text, "data-name=\"rtt_ms\" class=\"n\""));
	cr_expect(strstr(text, ">0.123</td>"));
	cr_expect_not(strstr(text, "data-name=\"mac\""));
	cr_expect_not(strstr(text, "data-name=\"port\""));
	cr_expect_not(strstr(text, "data-name=\"count\""));
}

Test(report_html, chosen_fields_are_the_columns)
{
	const struct mst_result results[] = { host_up(1), host_down(2) };
	const char *text;

	fixture.config.fields = "state,addr,mac,time";
	text = page(ALL_STATES, results, 2);
	cr_expect(strstr(text, "<thead><tr><th scope=\"col\" data-name=\"state\">state</th><th scope=\"col\" "
	                       "data-name=\"addr\">addr</th><th scope=\"col\" data-name=\"mac\">mac</th>"));
	cr_expect(strstr(text, ">2026-11-23T23:36:51.123Z</td>"));
}

Test(report_html, ports_have_bars_and_closed_ones_are_joined)
{
	const struct mst_result results[] = { port_in(1, 22, MST_OPEN), port_in(1, 23, MST_CLOSED),
		                              port_in(1, 24, MST_CLOSED), port_in(2, 22, MST_OPEN) };
	const char *text;

	fixture.config.fields_for_ports = true;
	text = page(ONLY(MST_OPEN), results, 4);
	cr_expect(strstr(text, "data-column=\"port\" data-value=\"22\">22</a>"));
	cr_expect(strstr(text, "<td class=\"n\">23–24</td>"));
	cr_expect(strstr(text, "An address has the state of its most open port"));
	cr_expect_eq(count_of(text, "<b class=\"s\" data-s=\"open\""), 2);
}

Test(report_html, no_verdict_is_a_page_too)
{
	const char *text = page(ALL_STATES, NULL, 0);

	cr_expect(strstr(text, "There is no verdict."));
	cr_expect(strstr(text, "id=\"cells\">[]</script>"));
}

/* Two rows an address: a listed one and a joined one. */
Test(report_html, above_a_hundred_thousand_rows_there_are_prefixes)
{
	enum { COUNT = 120000 };
	struct mst_result *results = calloc(COUNT, sizeof *results);
	const char *text;

	cr_assert_not_null(results);
	for (unsigned i = 0; i < COUNT; i++)
		results[i] = i % 2 ? host_down(i) : host_up(i);
	text = page(ONLY(MST_UP), results, COUNT);
	cr_expect(strstr(text,
	                 "These are more than 100,000 rows: silent targets, and those that the report does not list, "
	                 "are counted by prefix."));
	cr_expect(strstr(text, "<tr><td>10.0.0.0/27</td>"), "%.600s", strstr(text, "<tbody>"));
	free(results);
}

Test(report_html, a_hundred_thousand_hosts_that_are_up_are_prefixes_only)
{
	enum { COUNT = 100001 };
	struct mst_result *results = calloc(COUNT, sizeof *results);
	const char *text;

	cr_assert_not_null(results);
	for (unsigned i = 0; i < COUNT; i++)
		results[i] = host_up(i);
	text = page(ONLY(MST_UP), results, COUNT);
	cr_expect(strstr(text, "the table has prefixes only."));
	cr_expect_not(strstr(text, "<td>10.0.0.1</td>"));
	free(results);
}

Test(report_html, rows_in_the_order_of_arrival_are_refused)
{
	fixture.config.by_arrival = true;
	cr_expect_lt(fixture_add(&fixture, "x.html"), 0);
	cr_expect(strstr(fixture.err.text, "always ordered by address"), "%s", fixture.err.text);
}

Test(report_html, a_page_may_be_compressed)
{
	const struct mst_result results[] = { host_up(1) };

	cr_assert_eq(fixture_add(&fixture, "x.html.gz"), 0, "%s", fixture.err.text);
	fixture_report_all(&fixture, results, 1);
	cr_expect(strstr(fixture_run(&fixture, "gzip -dc x.html.gz"), "<b>1</b> up"));
}
