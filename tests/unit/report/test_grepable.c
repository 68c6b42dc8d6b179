/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_grepable.c - the lines of nmap's -oG, and the greps that people have for them.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "unit/report/fixture_report.h"

static const struct mst_pair parameters[] = {
	{ .name = "command", .kind = MST_PAIR_TEXT, .text = "muster scan\n-p 22" },
	{ .name = "start", .kind = MST_PAIR_TEXT, .text = "2026-11-23T23:36:50.500Z" },
};

static const struct mst_pair summary[] = {
	{ .name = "elapsed_ms", .kind = MST_PAIR_COUNT, .count = 61049 },
};

static const char *names_of(const void *of, const struct mst_addr *addr)
{
	(void)of;
	return addr->bytes[3] == 1 ? "web.example other" : addr->bytes[3] == 2 ? "a)\t(\x1b[2J" : NULL;
}

static void write_all(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	setenv("TZ", "UTC", 1);
	fixture->config.name = names_of;
	cr_assert_eq(fixture_add(fixture, "a.gnmap"), 0, "%s", fixture->err.text);
	cr_assert_eq(mst_report_begin(fixture->report, (struct mst_pairs){ parameters, 2 }, &fixture->err), 0);
	cr_assert_eq(fixture_write(fixture, results, count), 0);
	cr_assert_eq(mst_report_end(fixture->report, (struct mst_pairs){ summary, 1 }, &fixture->err), 0);
}

#define HEAD "# muster 0.1.0 scan initiated Mon Nov 23 23:36:50 2026 as: muster scan?-p 22\n"

Test(report_grepable, a_sweep_has_a_line_for_each_host)
{
	struct mst_result results[] = { host_up(1), host_up(2), host_down(3), host_down(4) };
	struct report_fixture fixture = fixture_new();

	results[3].state = MST_UNKNOWN;
	results[3].reason = MST_NOT_SENT;
	write_all(&fixture, results, 4);
	cr_assert_str_eq(fixture_read(&fixture, "a.gnmap"), HEAD
	                 "Host: 10.0.0.1 (web.example)\tStatus: Up\n"
	                 "Host: 10.0.0.2 (a????[2J)\tStatus: Up\n"
	                 "Host: 10.0.0.3 ()\tStatus: Down\n"
	                 "Host: 10.0.0.4 ()\tStatus: Unknown\n"
	                 "# muster done at Mon Nov 23 23:37:51 2026 -- 4 IP addresses (2 hosts up) scanned in 61.04 "
	                 "seconds\n");
	cr_assert_str_eq(fixture_run(&fixture, "awk '/Up$/{print $2}' a.gnmap"), "10.0.0.1\n10.0.0.2\n");
	fixture_free(&fixture);
}

static struct mst_result udp(struct mst_result result)
{
	result.proto = 17;
	return result;
}

Test(report_grepable, ports_stand_behind_their_host)
{
	struct mst_result results[] = { port_in(1, 22, MST_OPEN),           port_in(1, 80, MST_CLOSED),
		                        udp(port_in(1, 53, MST_OPEN)),      port_in(1, 445, MST_OPEN),
		                        udp(port_in(1, 161, MST_FILTERED)), port_in(5, 22, MST_CLOSED) };
	struct report_fixture fixture = fixture_new();

	results[4].state = MST_OPEN_FILTERED;
	fixture.config.fields_for_ports = true;
	fixture.config.states = ONLY(MST_OPEN) | ONLY(MST_OPEN_FILTERED);
	write_all(&fixture, results, 6);
	cr_assert_str_eq(fixture_run(&fixture, "grep ^Host a.gnmap"),
	                 "Host: 10.0.0.1 (web.example)\tStatus: Up\n"
	                 "Host: 10.0.0.1 (web.example)\tPorts: 22/open/tcp//ssh///, 53/open/udp//domain///, "
	                 "161/open|filtered/udp//snmp///, 445/open/tcp//microsoft-ds///\tIgnored State: closed (1)\n"
	                 "Host: 10.0.0.5 ()\tStatus: Up\n"
	                 "Host: 10.0.0.5 ()\tPorts: \tIgnored State: closed (1)\n");
	cr_assert_str_eq(fixture_run(&fixture, "grep '/open/' a.gnmap | cut -d' ' -f2"), "10.0.0.1\n");
	cr_assert_str_eq(fixture_run(&fixture, "grep -oE '[0-9]+/open/tcp//[a-z-]+' a.gnmap"),
	                 "22/open/tcp//ssh\n445/open/tcp//microsoft-ds\n");
	cr_assert_str_eq(fixture_run(&fixture, "awk -F'[/ ]' '/22\\/open/{print $2}' a.gnmap"), "10.0.0.1\n");
	fixture_free(&fixture);
}
