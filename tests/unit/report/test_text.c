/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_text.c - the table that people read.
 */
#include <criterion/criterion.h>
#include <unistd.h>

#include "base/vantage.h"
#include "unit/report/fixture_report.h"

static const char *text_of(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	cr_assert_eq(fixture_add(fixture, "a.txt"), 0);
	fixture_report_all(fixture, results, count);
	return fixture_read(fixture, "a.txt");
}

Test(report_text, hosts_are_aligned_and_sorted_by_address)
{
	struct mst_result results[] = { host_up(200), host_down(3), host_unreachable(20) };
	struct report_fixture fixture = fixture_new();

	results[0].rtt_ns = 12345678;
	cr_assert_str_eq(text_of(&fixture, results, 3),
	                 "ADDRESS      STATE         REASON                          RTT(ms)   TTL\n"
	                 "10.0.0.3     down          no-response\n"
	                 "10.0.0.20    unreachable   host-unreach from 192.168.0.1     0.123    64\n"
	                 "10.0.0.200   up            echo-reply                       12.346    64\n");
	fixture_free(&fixture);
}

Test(report_text, nothing_is_written_for_nothing)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_str_eq(text_of(&fixture, NULL, 0), "");
	fixture_free(&fixture);
}

Test(report_text, neighbours_of_one_state_and_reason_are_joined_into_ranges)
{
	struct mst_result results[] = {
		host_down(0x1ff), host_down(4), host_down(0x200), host_down(5),
		host_down(6),     host_down(9), host_down(0x201),
	};
	struct report_fixture fixture = fixture_new();

	fixture.config.ranges = true;
	cr_assert_str_eq(text_of(&fixture, results, 7), "ADDRESS                 STATE   REASON          HOSTS\n"
	                                                "10.0.0.4 - 10.0.0.6     down    no-response   3 hosts\n"
	                                                "10.0.0.9                down    no-response\n"
	                                                "10.0.1.255 - 10.0.2.1   down    no-response   3 hosts\n");
	fixture_free(&fixture);
}

Test(report_text, a_range_ends_where_state_or_router_changes)
{
	struct mst_result results[] = {
		host_unreachable(1), host_unreachable(2), host_unreachable(3), host_down(4), host_down(5),
	};
	struct report_fixture fixture = fixture_new();

	results[2].from = mst_addr_from_ipv4(0xc0a80002);
	fixture.config.ranges = true;
	cr_assert_str_eq(
		text_of(&fixture, results, 5),
		"ADDRESS               STATE         REASON                          RTT(ms)   TTL     HOSTS\n"
		"10.0.0.1 - 10.0.0.2   unreachable   host-unreach from 192.168.0.1                   2 hosts\n"
		"10.0.0.3              unreachable   host-unreach from 192.168.0.2     0.123    64\n"
		"10.0.0.4 - 10.0.0.5   down          no-response                                     2 hosts\n");
	fixture_free(&fixture);
}

Test(report_text, what_a_host_says_itself_is_not_joined_with_what_a_router_says)
{
	struct mst_result results[] = { host_unreachable(1), host_unreachable(2) };
	struct report_fixture fixture = fixture_new();

	results[0].from = results[0].addr;
	fixture.config.ranges = true;
	cr_assert_not_null(strstr(text_of(&fixture, results, 2), "\n10.0.0.2 "));
	fixture_free(&fixture);
}

static const char *worker_of(const void *workers, const struct mst_result *result, unsigned vantage)
{
	(void)result;
	return ((const char *const *)workers)[vantage];
}

Test(report_text, workers_of_a_fleet_have_a_column_and_ranges_none)
{
	struct mst_result results[] = { host_up(1), host_down(2), host_down(3), host_down(4) };
	struct report_fixture fixture = fixture_new();

	results[0].vantages = mst_vantages_choose(mst_vantages_add(mst_vantages_add(0, 0, MST_DOWN), 1, MST_UP), 1);
	results[1].vantages = results[2].vantages = mst_vantages_add(mst_vantages_add(0, 0, MST_DOWN), 1, MST_DOWN);
	results[3].vantages = mst_vantages_add(0, 0, MST_DOWN);
	fixture.config.worker = worker_of;
	fixture.config.workers = (const char *const[]){ "ams", "nyc" };
	fixture.config.vantages = 2;
	fixture.config.ranges = true;
	cr_assert_str_eq(
		text_of(&fixture, results, 4),
		"ADDRESS               STATE   REASON        RTT(ms)   TTL   WORKER   SAW                 HOSTS\n"
		"10.0.0.1              up      echo-reply      0.123    64   nyc      ams=down nyc=up\n"
		"10.0.0.2 - 10.0.0.3   down    no-response                                              2 hosts\n"
		"10.0.0.4              down    no-response                   ams      ams=down\n");
	fixture_free(&fixture);
}

Test(report_text, a_later_worker_with_a_longer_name_fits_its_column)
{
	struct mst_result results[] = { host_down(1), host_down(2) };
	struct report_fixture fixture = fixture_new();

	results[0].vantages = mst_vantages_add(0, 0, MST_DOWN);
	results[1].vantages = mst_vantages_choose(mst_vantages_add(mst_vantages_add(0, 0, MST_DOWN), 1, MST_DOWN), 1);
	fixture.config.worker = worker_of;
	fixture.config.workers = (const char *const[]){ "ams", "amsterdam-17" };
	fixture.config.vantages = 2;
	cr_assert_str_eq(text_of(&fixture, results, 2),
	                 "ADDRESS    STATE   REASON        WORKER         SAW\n"
	                 "10.0.0.1   down    no-response   ams            ams=down\n"
	                 "10.0.0.2   down    no-response   amsterdam-17   ams=down amsterdam-17=down\n");
	fixture_free(&fixture);
}

Test(report_text, without_ranges_neighbours_stay_apart)
{
	struct mst_result results[] = { host_down(1), host_down(2) };
	struct report_fixture fixture = fixture_new();

	cr_assert_str_eq(text_of(&fixture, results, 2), "ADDRESS    STATE   REASON\n"
	                                                "10.0.0.1   down    no-response\n"
	                                                "10.0.0.2   down    no-response\n");
	fixture_free(&fixture);
}

Test(report_text, in_a_file_every_line_of_a_port_has_its_address)
{
	struct mst_result results[] = {
		port_in(9, 47000, MST_OPEN),
		port_in(2, 47001, MST_CLOSED),
		port_in(2, 9999, MST_OPEN),
	};
	struct report_fixture fixture = fixture_new();

	results[0].has_mac = true;
	results[0].mac[2] = 1;
	fixture.config.fields_for_ports = true;
	fixture.config.terminal = true; /* standard output is one, the file is none */
	fixture.config.width = 20;
	cr_assert_str_eq(text_of(&fixture, results, 3),
	                 "ADDRESS     PORT   STATE    REASON    RTT(ms)   MAC                 VENDOR\n"
	                 "10.0.0.2    9999   open     syn-ack     0.123\n"
	                 "10.0.0.2   47001   closed   reset       0.123\n"
	                 "10.0.0.9   47000   open     syn-ack     0.123   00:00:01:00:00:00   XEROX CORPORATION\n");
	cr_assert_str_eq(fixture_run(&fixture, "grep -w open a.txt | awk '{ print $1 }'"), "10.0.0.2\n10.0.0.9\n");
	fixture_free(&fixture);
}

Test(report_text, neighbouring_ports_are_joined_within_a_host)
{
	struct mst_result results[] = {
		port_in(1, 47002, MST_FILTERED),
		port_in(1, 47001, MST_FILTERED),
		port_in(2, 47003, MST_FILTERED),
	};
	struct report_fixture fixture = fixture_new();

	fixture.config.fields_for_ports = true;
	fixture.config.ranges = true;
	cr_assert_str_eq(text_of(&fixture, results, 3), "ADDRESS           PORT   STATE      REASON          PORTS\n"
	                                                "10.0.0.1   47001-47002   filtered   no-response   2 ports\n"
	                                                "10.0.0.2         47003   filtered   no-response\n");
	fixture_free(&fixture);
}

/* The column on the right has text in every row, so all lines are as long as the first if all columns fit. */
Test(report_text, columns_are_as_wide_as_their_widest_cell_wherever_it_stands)
{
	enum { ROWS = 6, KINDS = 5 };

	for (unsigned at = 0; at < ROWS * KINDS; at++) {
		struct report_fixture fixture = fixture_new();
		struct mst_result results[ROWS];
		struct mst_result *wide = &results[at % ROWS];

		for (unsigned i = 0; i < ROWS; i++)
			results[i] = port_in(10 + i, 47000, MST_OPEN);
		switch (at / ROWS) {
		case 0: wide->rtt_ns = INT64_C(98765432100); break;
		case 1: *wide = port_in(10 + at % ROWS, 47000, MST_CLOSED); break;
		case 2: wide->addr = mst_addr_from_ipv4(at % 2 ? 0x0a00000b + 100 : 0x09646464); break;
		case 3: wide->reason = MST_HOST_UNREACH; break;
		default: wide->from = mst_addr_from_ipv4(0x0a0a0a0a); break;
		}
		fixture.config.fields_for_ports = true;
		(void)text_of(&fixture, results, ROWS);
		cr_assert_str_eq(fixture_run(&fixture, "awk '{ print length }' a.txt | sort -u | wc -l"), "1\n",
		                 "%u: %s", at, fixture_read(&fixture, "a.txt"));
		fixture_free(&fixture);
	}
}

Test(report_text, a_service_has_the_name_of_the_services_database)
{
	struct mst_result results[] = { port_in(1, 53, MST_OPEN), port_in(1, 514, MST_OPEN),
		                        port_in(1, 514, MST_OPEN) };
	struct report_fixture fixture = fixture_new();

	results[0].proto = results[2].proto = 17;
	fixture.config.fields = "port,proto,service";
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_not_null(strstr(text_of(&fixture, results, 3), "53   udp     domain\n"));
	cr_assert_str_eq(fixture_run(&fixture, "jq -r 'select(.port == 514) | .service' a.ndjson"), "shell\nsyslog\n");
	fixture_free(&fixture);
}

Test(report_text, every_field_may_be_a_column)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();
	const struct mst_field_info *field;
	char names[512] = "";

	for (size_t i = 0; (field = mst_report_field(i)); i++)
		snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? "," : "", field->name);
	fixture.config.fields = names;
	text_of(&fixture, &result, 1);
	cr_assert_str_eq(fixture_run(&fixture, "head -1 a.txt | wc -w"),
	                 fixture_run(&fixture, "head -1 a.txt | tr -s ' ' '\n' | wc -l"));
	cr_assert_not_null(strstr(fixture_read(&fixture, "a.txt"), "echo-reply"));
	fixture_free(&fixture);
}

Test(report_text, the_titles_can_be_left_out)
{
	struct mst_result result = host_down(1);
	struct report_fixture fixture = fixture_new();

	fixture.config.no_header = true;
	cr_assert_str_eq(text_of(&fixture, &result, 1), "10.0.0.1   down    no-response\n");
	fixture_free(&fixture);
}

Test(report_text, chosen_fields_are_the_only_columns)
{
	struct mst_result results[] = { host_up(20), host_down(1) };
	struct report_fixture fixture = fixture_new();

	fixture.config.fields = "state,addr,rtt_ms,port";
	cr_assert_str_eq(text_of(&fixture, results, 2), "STATE   ADDR          RTT_MS   PORT\n"
	                                                "down    10.0.0.1\n"
	                                                "up      10.0.0.20   0.123456\n");
	fixture_free(&fixture);
}

/* Standard output of the test's own process, into a file of the folder. */
static const char *printed(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	char path[128];

	snprintf(path, sizeof path, "%s/printed", fixture->folder);
	cr_assert_not_null(freopen(path, "w", stdout));
	cr_assert_eq(fixture_add_as_is(fixture, "text:-"), 0, "%s", fixture->err.text);
	cr_assert_eq(fixture_add(fixture, "a.txt"), 0);
	fixture_report_all(fixture, results, count);
	return fixture_read(fixture, "printed");
}

Test(report_text, on_a_terminal_ports_stand_under_their_host)
{
	struct mst_result results[] = {
		port_in(9, 47000, MST_OPEN),
		port_in(2, 47001, MST_CLOSED),
		port_in(2, 9999, MST_OPEN),
	};
	struct report_fixture fixture = fixture_new();

	fixture.config.fields_for_ports = true;
	fixture.config.terminal = true;
	cr_assert_str_eq(printed(&fixture, results, 3), "     PORT   STATE    REASON    RTT(ms)\n"
	                                                "10.0.0.2\n"
	                                                "     9999   open     syn-ack     0.123\n"
	                                                "    47001   closed   reset       0.123\n"
	                                                "10.0.0.9\n"
	                                                "    47000   open     syn-ack     0.123\n");
	fixture_free(&fixture);
}

/* Hosts of the own link, with the longest words that can stand in a line of IPv4. */
static void check_width(unsigned width, const char *expected)
{
	struct mst_result results[] = { host_up(0xffffff), host_up(0xfffffe) };
	struct report_fixture fixture = fixture_new();

	for (size_t i = 0; i < 2; i++) {
		results[i].has_mac = true;
		results[i].mac[2] = 1;
		results[i].reason = MST_ARP_RESPONSE;
	}
	fixture.config.terminal = true;
	fixture.config.width = width;
	cr_assert_str_eq(printed(&fixture, results, 2), expected);
	fixture_free(&fixture);
}

Test(report_text, a_vendor_is_cut_with_an_ellipsis_where_80_columns_are_too_few)
{
	check_width(81, "ADDRESS        STATE REASON       RTT(ms) TTL MAC               VENDOR\n"
	                "10.255.255.254 up    arp-response   0.123  64 00:00:01:00:00:00 XEROX CORPORATION\n"
	                "10.255.255.255 up    arp-response   0.123  64 00:00:01:00:00:00 XEROX CORPORATION\n");
	check_width(80, "ADDRESS        STATE REASON       RTT(ms) TTL MAC               VENDOR\n"
	                "10.255.255.254 up    arp-response   0.123  64 00:00:01:00:00:00 XEROX CORPORATI…\n"
	                "10.255.255.255 up    arp-response   0.123  64 00:00:01:00:00:00 XEROX CORPORATI…\n");
}

Test(report_text, a_narrower_terminal_takes_the_vendor_then_columns_that_can_be_spared)
{
	check_width(75, "ADDRESS        STATE REASON       RTT(ms) TTL MAC               VENDOR\n"
	                "10.255.255.254 up    arp-response   0.123  64 00:00:01:00:00:00 XEROX CORP…\n"
	                "10.255.255.255 up    arp-response   0.123  64 00:00:01:00:00:00 XEROX CORP…\n");
	check_width(70, "ADDRESS        STATE REASON       RTT(ms) MAC               VENDOR\n"
	                "10.255.255.254 up    arp-response   0.123 00:00:01:00:00:00 XEROX COR…\n"
	                "10.255.255.255 up    arp-response   0.123 00:00:01:00:00:00 XEROX COR…\n");
	check_width(62, "ADDRESS        STATE REASON       RTT(ms) MAC\n"
	                "10.255.255.254 up    arp-response   0.123 00:00:01:00:00:00\n"
	                "10.255.255.255 up    arp-response   0.123 00:00:01:00:00:00\n");
}

Test(report_text, states_have_colours_on_a_terminal_and_none_in_a_file)
{
	struct mst_result results[] = { host_up(1), host_down(2), host_unreachable(3) };
	struct report_fixture fixture = fixture_new();
	const char *text;

	fixture.config.colour = true;
	fixture.config.terminal = true;
	fixture.config.fields = "addr,state";
	text = printed(&fixture, results, 3);
	cr_assert_str_eq(text, "ADDR       STATE\n"
	                       "10.0.0.1   \033[32mup\033[0m\n"
	                       "10.0.0.2   \033[31mdown\033[0m\n"
	                       "10.0.0.3   \033[33munreachable\033[0m\n");
	cr_assert_null(strchr(fixture_read(&fixture, "a.txt"), '\033'));
	fixture_free(&fixture);
}

Test(report_text, gaps_give_way_on_a_narrow_terminal)
{
	struct mst_result result = host_down(1);
	struct report_fixture fixture = fixture_new();

	fixture.config.terminal = true;
	fixture.config.width = 28;
	cr_assert_str_eq(printed(&fixture, &result, 1), "ADDRESS  STATE REASON\n10.0.0.1 down  no-response\n");
	fixture_free(&fixture);
}

/* 10.0.0.1 has two, 10.0.0.2 one that tries to write to a terminal, and 10.0.0.3 one that is too long. */
static const char *name_of(const void *names, const struct mst_addr *addr)
{
	static char longest[400];

	memset(longest, 'x', sizeof longest - 1);
	memcpy(longest, "short ", 6);
	cr_assert_str_eq(names, "names");
	switch (addr->bytes[3]) {
	case 1: return "web www.example";
	case 2: return "\033[2J,evil";
	case 3: return longest;
	default: return NULL;
	}
}

Test(report_text, names_have_a_column_and_keep_their_host_out_of_ranges)
{
	struct mst_result results[] = { host_up(1), host_up(4), host_up(5) };
	struct report_fixture fixture = fixture_new();

	fixture.config.name = name_of;
	fixture.config.names = "names";
	fixture.config.ranges = true;
	cr_assert_str_eq(text_of(&fixture, results, 3),
	                 "ADDRESS               NAME              STATE   REASON       RTT(ms)   TTL     HOSTS\n"
	                 "10.0.0.1              web www.example   up      echo-reply     0.123    64\n"
	                 "10.0.0.4 - 10.0.0.5                     up      echo-reply                   2 hosts\n");
	fixture_free(&fixture);
}

Test(report_text, names_are_a_field_that_is_tamed_quoted_and_bounded)
{
	struct mst_result results[] = { host_up(1), host_up(2), host_up(3), host_up(4) };
	struct report_fixture fixture = fixture_new();

	fixture.config.name = name_of;
	fixture.config.names = "names";
	fixture.config.fields = "addr,name";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0, "%s", fixture.err.text);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0, "%s", fixture.err.text);
	fixture_report_all(&fixture, results, 4);
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"),
	                 "addr,name\n10.0.0.1,web www.example\n10.0.0.2,\"?[2J,evil\"\n10.0.0.3,short\n10.0.0.4,\n");
	cr_assert(strstr(fixture_read(&fixture, "a.ndjson"), "\"addr\":\"10.0.0.2\",\"name\":\"?[2J,evil\"}"), "%s",
	          fixture_read(&fixture, "a.ndjson"));
	cr_assert(strstr(fixture_read(&fixture, "a.ndjson"), "\"addr\":\"10.0.0.4\",\"name\":null}"));
	fixture_free(&fixture);
}
