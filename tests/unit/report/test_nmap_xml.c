/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_nmap_xml.c - the XML of nmap, byte by byte where readers look, and as Python's parser reads it.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/targets.h>
#include <stdlib.h>
#include <string.h>

#include "base/vantage.h"
#include "unit/report/fixture_report.h"

#define FEW 25 /* ports of one state that are listed */

static const struct mst_pair parameters[] = {
	{ .name = "command", .kind = MST_PAIR_TEXT, .text = "muster scan -p 'a<b>&\"\x01'" },
	{ .name = "start", .kind = MST_PAIR_TEXT, .text = "2026-11-23T23:36:50.500Z" },
};

static const struct mst_pair summary[] = {
	{ .name = "up", .kind = MST_PAIR_COUNT, .count = 2 },
	{ .name = "down", .kind = MST_PAIR_COUNT, .count = 200 },
	{ .name = "unreachable", .kind = MST_PAIR_COUNT, .count = 30 },
	{ .name = "unknown", .kind = MST_PAIR_COUNT, .count = 4 },
	{ .name = "elapsed_ms", .kind = MST_PAIR_COUNT, .count = 2310 },
	{ .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = false },
};

/* The document of these verdicts. Static. */
static const char *document_of(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	setenv("TZ", "UTC", 1);
	cr_assert_eq(fixture_add(fixture, "a.xml"), 0, "%s", fixture->err.text);
	cr_assert_eq(mst_report_begin(fixture->report, (struct mst_pairs){ parameters, 2 }, &fixture->err), 0);
	cr_assert_eq(fixture_write(fixture, results, count), 0);
	cr_assert_eq(mst_report_end(fixture->report, (struct mst_pairs){ summary, 6 }, &fixture->err), 0, "%s",
	             fixture->err.text);
	return fixture_read(fixture, "a.xml");
}

static struct report_fixture scan_of(enum mst_state only)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.fields_for_ports = true;
	fixture.config.states = only == MST_STATE_COUNT ? ALL_STATES : ONLY(only);
	return fixture;
}

static void expect_parts(const char *document, const char *const *parts)
{
	const char *at = document;

	for (; *parts; parts++) {
		const char *found = strstr(at, *parts);

		cr_assert_not_null(found, "%s is not where it is expected in %s", *parts, document);
		at = found + strlen(*parts);
	}
}

Test(report_nmap_xml, a_sweep_has_what_nmap_says_of_hosts)
{
	struct mst_result results[] = { host_up(1), host_down(2), host_unreachable(3), host_up(4) };
	struct report_fixture fixture = fixture_new();

	results[3].reason = MST_ARP_RESPONSE;
	results[3].proto = 0;
	results[3].ttl = 0;
	results[3].has_mac = true;
	memcpy(results[3].mac, "\x02\xfc\x00\x00\x00\x0a", 6);
	results[3].suspect = MST_SUSPECT_PROXY;
	cr_assert_str_eq(
		document_of(&fixture, results, 4),
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<!DOCTYPE nmaprun>\n"
		"<nmaprun scanner=\"muster\" args=\"muster scan -p &apos;a&lt;b&gt;&amp;&quot;\\x01&apos;\""
		" start=\"1795477010\" startstr=\"Mon Nov 23 23:36:50 2026\" version=\"0.1.0\""
		" xmloutputversion=\"1.05\">\n"
		"<verbose level=\"0\"/>\n"
		"<debugging level=\"0\"/>\n"
		"<host starttime=\"1795477011\" endtime=\"1795477011\">"
		"<status state=\"up\" reason=\"echo-reply\" reason_ttl=\"64\"/>\n"
		"<address addr=\"10.0.0.1\" addrtype=\"ipv4\"/>\n"
		"<hostnames>\n</hostnames>\n"
		"<ports></ports>\n"
		"<times srtt=\"123\" rttvar=\"61\" to=\"370\"/>\n"
		"</host>\n"
		"<host starttime=\"1795477011\" endtime=\"1795477011\">"
		"<status state=\"down\" reason=\"no-response\" reason_ttl=\"0\"/>\n"
		"<address addr=\"10.0.0.2\" addrtype=\"ipv4\"/>\n"
		"<hostnames>\n</hostnames>\n"
		"<ports></ports>\n"
		"</host>\n"
		"<host starttime=\"1795477011\" endtime=\"1795477011\">"
		"<status state=\"down\" reason=\"host-unreach\" reason_ttl=\"64\"/>\n"
		"<address addr=\"10.0.0.3\" addrtype=\"ipv4\"/>\n"
		"<hostnames>\n</hostnames>\n"
		"<ports></ports>\n"
		"<times srtt=\"123\" rttvar=\"61\" to=\"370\"/>\n"
		"</host>\n"
		"<host starttime=\"1795477011\" endtime=\"1795477011\">"
		"<status state=\"up\" reason=\"arp-response\" reason_ttl=\"0\"/>\n"
		"<address addr=\"10.0.0.4\" addrtype=\"ipv4\"/>\n"
		"<address addr=\"02:FC:00:00:00:0A\" addrtype=\"mac\"/>\n"
		"<hostnames>\n</hostnames>\n"
		"<ports></ports>\n"
		"<hostscript><script id=\"muster-suspect\""
		" output=\"proxy-arp: one host on the link answers for unused addresses too\"/></hostscript>\n"
		"<times srtt=\"123\" rttvar=\"61\" to=\"370\"/>\n"
		"</host>\n"
		"<runstats><finished time=\"1795477012\" timestr=\"Mon Nov 23 23:36:52 2026\""
		" summary=\"muster done at Mon Nov 23 23:36:52 2026; 236 IP addresses (2 hosts up) scanned in 2.31"
		" seconds\" elapsed=\"2.31\" exit=\"success\"/>"
		"<hosts up=\"2\" down=\"230\" total=\"236\"/>\n"
		"</runstats>\n"
		"</nmaprun>\n");
	fixture_free(&fixture);
}

Test(report_nmap_xml, a_port_has_its_state_reason_and_service)
{
	struct mst_result results[] = { port_in(1, 22, MST_OPEN), port_in(1, 445, MST_CLOSED),
		                        port_in(1, 8001, MST_FILTERED), port_in(2, 445, MST_FILTERED) };
	struct report_fixture fixture = scan_of(MST_STATE_COUNT);

	results[0].suspect = MST_SUSPECT_EVERY_PORT;
	results[2].reason = MST_ADMIN_PROHIBITED;
	results[2].from = host_unreachable(1).from;
	expect_parts(
		document_of(&fixture, results, 4),
		(const char *const[]){
			"<scaninfo type=\"syn\" protocol=\"tcp\" numservices=\"3\" "
			"services=\"22,445,8001\"/>\n<verbose",
			"<status state=\"up\" reason=\"syn-ack\" reason_ttl=\"64\"/>\n",
			"<ports><port protocol=\"tcp\" portid=\"22\"><state state=\"open\" reason=\"syn-ack\""
			" reason_ttl=\"64\"/><service name=\"ssh\" method=\"table\" conf=\"3\"/>"
			"<script id=\"muster-suspect\" output=\"every-port-open: ports of the host that should be "
			"unused "
			"are open too\"/></port>\n",
			"<port protocol=\"tcp\" portid=\"445\"><state state=\"closed\" reason=\"reset\""
			" reason_ttl=\"64\"/><service name=\"microsoft-ds\" method=\"table\" conf=\"3\"/></port>\n",
			"<port protocol=\"tcp\" portid=\"8001\"><state state=\"filtered\" reason=\"admin-prohibited\""
			" reason_ttl=\"64\" reason_ip=\"192.168.0.1\"/>",
			"</port>\n</ports>\n", "<status state=\"down\" reason=\"no-response\"",
			"<address addr=\"10.0.0.2\"", "<hosts up=\"1\" down=\"1\" total=\"2\"/>", NULL });
	fixture_free(&fixture);
}

static const char *worker_of(const void *workers, const struct mst_result *result, unsigned vantage)
{
	(void)result;
	return ((const char *const *)workers)[vantage];
}

Test(report_nmap_xml, workers_of_a_fleet_are_a_script)
{
	struct mst_result results[] = { host_up(1), port_in(1, 22, MST_OPEN) };
	struct report_fixture fixture = scan_of(MST_STATE_COUNT);

	results[1].vantages = mst_vantages_choose(mst_vantages_add(mst_vantages_add(0, 0, MST_FILTERED), 1, MST_OPEN),
	                                          1);
	fixture.config.worker = worker_of;
	fixture.config.workers = (const char *const[]){ "ams", "nyc" };
	fixture.config.vantages = 2;
	expect_parts(document_of(&fixture, results, 2),
	             (const char *const[]){
			     "<script id=\"muster-worker\" output=\"nyc; saw ams=filtered nyc=open\"/></port>\n",
			     "<hostscript><script id=\"muster-worker\" output=\"ams\"/></hostscript>\n", NULL });
	fixture_free(&fixture);
}

Test(report_nmap_xml, many_ports_alike_are_only_counted_and_open_ones_never)
{
	enum { EACH = 40 };
	struct mst_result results[3 * EACH];
	struct report_fixture fixture = scan_of(MST_STATE_COUNT);
	const char *document;

	for (uint16_t i = 0; i < EACH; i++) {
		results[i] = port_in(1, (uint16_t)(1000 + i), MST_OPEN);
		results[EACH + i] = port_in(1, (uint16_t)(2000 + i), MST_CLOSED);
		results[2 * EACH + i] = port_in(1, (uint16_t)(3000 + 2 * i), i < FEW ? MST_FILTERED : MST_CLOSED);
	}
	results[EACH].reason = MST_PORT_UNREACH;
	document = document_of(&fixture, results, 3 * EACH);
	expect_parts(document, (const char *const[]){ "<ports><extraports state=\"closed\" count=\"55\">\n"
	                                              "<extrareasons reason=\"reset\" count=\"54\" proto=\"tcp\" "
	                                              "ports=\"2001-2039,3050,3052,",
	                                              "3078\"/>\n"
	                                              "<extrareasons reason=\"port-unreach\" count=\"1\" proto=\"tcp\" "
	                                              "ports=\"2000\"/>\n"
	                                              "</extraports>\n"
	                                              "<port protocol=\"tcp\" portid=\"1000\">",
	                                              "portid=\"1039\"", "portid=\"3000\"", "portid=\"3048\"",
	                                              "</ports>", NULL });
	cr_assert_null(strstr(document, "portid=\"20"));
	cr_assert_null(strstr(document, "state=\"filtered\" count"));
	fixture_free(&fixture);
}

/* By default a scan reports open ports: the others are in the counts, and hosts without an answer in runstats. */
Test(report_nmap_xml, states_that_are_not_wanted_are_counted)
{
	struct mst_result results[] = { port_in(1, 22, MST_OPEN),     port_in(1, 23, MST_CLOSED),
		                        port_in(2, 22, MST_CLOSED),   port_in(2, 23, MST_CLOSED),
		                        port_in(3, 22, MST_FILTERED), port_in(3, 23, MST_FILTERED) };
	struct report_fixture fixture = scan_of(MST_OPEN);
	const char *document = document_of(&fixture, results, 6);

	expect_parts(document,
	             (const char *const[]){
			     "addr=\"10.0.0.1\"", "<extraports state=\"closed\" count=\"1\">", "portid=\"22\"",
			     "<status state=\"up\" reason=\"reset\"", "addr=\"10.0.0.2\"",
			     "<extraports state=\"closed\" count=\"2\">\n<extrareasons reason=\"reset\" count=\"2\" "
			     "proto=\"tcp\" ports=\"22-23\"/>\n</extraports>\n</ports>",
			     "<hosts up=\"2\" down=\"1\" total=\"3\"/>", NULL });
	cr_assert_null(strstr(document, "addr=\"10.0.0.3\""));
	fixture_free(&fixture);
}

Test(report_nmap_xml, the_ports_that_were_asked_stand_in_scaninfo_whatever_answered)
{
	struct mst_ports ports = { 0 };
	struct mst_result result = port_in(1, 53, MST_OPEN);
	struct report_fixture fixture = scan_of(MST_OPEN);

	result.proto = 17;
	result.reason = MST_UDP_RESPONSE;
	cr_assert_eq(mst_ports_add(&ports, "U:53,67-69,1,65535", NULL), 0);
	fixture.config.ports = &ports;
	expect_parts(document_of(&fixture, &result, 1),
	             (const char *const[]){ "<scaninfo type=\"udp\" protocol=\"udp\" numservices=\"6\" "
	                                    "services=\"1,53,67-69,65535\"/>",
	                                    "<port protocol=\"udp\" portid=\"53\">", "<service name=\"domain\"",
	                                    NULL });
	fixture_free(&fixture);
}

static const char *names_of(const void *of, const struct mst_addr *addr)
{
	(void)of;
	return addr->bytes[3] == 1 ? "web.example <b>\"\xff\x9b" : NULL;
}

static bool was_found(const void *of, const struct mst_addr *addr)
{
	return of && addr->bytes[3] == 1;
}

Test(report_nmap_xml, each_name_is_an_element_with_its_type)
{
	struct mst_result results[] = { host_up(1), host_up(2) };
	struct report_fixture fixture = fixture_new();

	fixture.config.name = names_of;
	expect_parts(document_of(&fixture, results, 2),
	             (const char *const[]){ "<hostnames>\n<hostname name=\"web.example\" type=\"user\"/>\n"
	                                    "<hostname name=\"&lt;b&gt;&quot;\\xff\\x9b\" type=\"user\"/>\n"
	                                    "</hostnames>",
	                                    "<hostnames>\n</hostnames>", NULL });
	fixture_free(&fixture);
	fixture = fixture_new();
	fixture.config.name = names_of;
	fixture.config.names = "";
	fixture.config.name_was_found = was_found;
	expect_parts(document_of(&fixture, results, 2),
	             (const char *const[]){ "<hostname name=\"web.example\" type=\"PTR\"/>\n", NULL });
	fixture_free(&fixture);
}

Test(report_nmap_xml, without_a_start_the_verdicts_tell_it)
{
	struct mst_result results[] = { host_up(1), host_up(2) };
	struct report_fixture fixture = fixture_new();

	results[1].time_ns -= UINT64_C(5000000000);
	cr_assert_eq(fixture_add(&fixture, "a.xml"), 0);
	fixture_report_all(&fixture, results, 2);
	expect_parts(fixture_read(&fixture, "a.xml"),
	             (const char *const[]){ " start=\"1795477006\"", "<finished time=\"1795477011\"",
	                                    "elapsed=\"5.00\" exit=\"error\" errormsg=\"incomplete: the run was ended "
	                                    "early\"/><hosts up=\"2\" down=\"0\" total=\"2\"/>",
	                                    NULL });
	fixture_free(&fixture);
}

Test(report_nmap_xml, no_host_is_a_document_too)
{
	struct report_fixture fixture = scan_of(MST_OPEN);

	expect_parts(document_of(&fixture, NULL, 0),
	             (const char *const[]){ "<debugging level=\"0\"/>\n<runstats>", NULL });
	cr_assert_str_eq(fixture_run(&fixture, "python3 -c 'import xml.etree.ElementTree as e; "
	                                       "print(e.parse(\"a.xml\").getroot().tag)'"),
	                 "nmaprun\n");
	fixture_free(&fixture);
}

Test(report_nmap_xml, every_port_of_a_host_is_there_and_hosts_come_in_order)
{
	enum { PORTS = 65536 };
	static struct mst_result results[PORTS + 2];
	struct report_fixture fixture = scan_of(MST_STATE_COUNT);

	for (unsigned i = 0; i < PORTS; i++)
		results[i] = port_in(2, (uint16_t)(i * 40503u), i % 2 ? MST_OPEN : MST_CLOSED);
	results[PORTS] = port_in(1, 22, MST_OPEN);
	results[PORTS + 1] = port_in(3, 22, MST_OPEN);
	document_of(&fixture, results, PORTS + 2);
	cr_assert_str_eq(
		fixture_run(&fixture,
	                    "python3 -c 'import xml.etree.ElementTree as e\n"
	                    "r = e.parse(\"a.xml\").getroot()\n"
	                    "print([h.find(\"address\").get(\"addr\") for h in r.iter(\"host\")], "
	                    "[len(h.findall(\"ports/port\")) for h in r.iter(\"host\")], "
	                    "[x.get(\"count\") for x in r.iter(\"extraports\")], r.find(\"scaninfo\").attrib)'"),
		"['10.0.0.1', '10.0.0.2', '10.0.0.3'] [1, 32768, 1] ['32768'] {'type': 'syn', 'protocol': 'tcp', "
		"'numservices': '65536', 'services': '0-65535'}\n");
	fixture_free(&fixture);
}

Test(report_nmap_xml, the_order_of_arrival_is_refused)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.by_arrival = true;
	cr_assert_eq(fixture_add(&fixture, "a.xml"), -EINVAL);
	cr_assert_not_null(strstr(fixture.err.text, "ordered by address"), "%s", fixture.err.text);
	fixture_free(&fixture);
}
