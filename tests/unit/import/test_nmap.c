/* SPDX-License-Identifier: BSD-2-Clause */
/* test_nmap.c - elements of nmap's XML, as nmap.dtd has them. The samples are written by hand, in nmap's form. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "fixture_rows.h"

static struct fixture f;

static void open_it(void)
{
	fixture_open(&f);
}

static void close_it(void)
{
	fixture_close(&f);
}

TestSuite(import_nmap, .init = open_it, .fini = close_it);

#define RUN(hosts) \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE nmaprun>\n" \
	"<?xml-stylesheet href=\"file:///usr/bin/../share/nmap/nmap.xsl\" type=\"text/xsl\"?>\n" \
	"<nmaprun scanner=\"nmap\" args=\"nmap -p 20-25 10.0.0.0/30\" start=\"1700000000\" version=\"7.93\" " \
	"xmloutputversion=\"1.05\">\n" \
	"<scaninfo type=\"syn\" protocol=\"tcp\" numservices=\"6\" services=\"20-25\"/>\n<verbose " \
	"level=\"0\"/>\n" hosts "<runstats><finished time=\"1700000009\" elapsed=\"9.00\" exit=\"success\"/><hosts " \
	"up=\"1\" down=\"0\" total=\"1\"/></runstats>\n" \
	"</nmaprun>\n"

#define UP "<status state=\"up\" reason=\"arp-response\" reason_ttl=\"0\"/>"
#define IPV4 "<address addr=\"10.0.0.1\" addrtype=\"ipv4\"/>"
#define MAC "<address addr=\"02:00:00:00:00:0A\" addrtype=\"mac\" vendor=\"Example\"/>"
#define NAMES \
	"<hostnames><hostname name=\"a.example\" type=\"user\"/><hostname name=\"b.example\" " \
	"type=\"PTR\"/></hostnames>"
#define SSH \
	"<port protocol=\"tcp\" portid=\"22\"><state state=\"open\" reason=\"syn-ack\" reason_ttl=\"64\"/><service " \
	"name=\"ssh\" method=\"table\" conf=\"3\"/></port>"
#define TIMES "<times srtt=\"250\" rttvar=\"100\" to=\"100000\"/>"

Test(import_nmap, ports_reasons_names_and_times_are_read)
{
	const struct mst_rows_about *about;

	fixture_expect(&f,
	               RUN("<host starttime=\"1700000001\" endtime=\"1700000002\">" UP IPV4 MAC NAMES "<ports>" SSH
	                   "<port protocol=\"tcp\" portid=\"25\"><state state=\"filtered\" reason=\"admin-prohibited\" "
	                   "reason_ttl=\"63\" reason_ip=\"10.9.9.9\"/></port></ports>" TIMES "</host>"),
	               "10.0.0.1 22/tcp open syn-ack name=a.example b.example\n"
	               "10.0.0.1 25/tcp filtered admin-prohibited name=a.example b.example\n");
	cr_assert(f.results[0].ttl == 64 && f.results[0].rtt_ns == 250000 && f.results[0].has_mac);
	cr_assert_eq(f.results[0].mac[5], 10);
	cr_assert_eq(f.results[0].time_ns, UINT64_C(1700000002000000000));
	cr_assert(mst_addr_equal(&f.results[0].from, &f.results[0].addr));
	cr_assert_eq(f.results[1].from.bytes[1], 9);
	about = mst_rows_about(f.rows);
	cr_assert(about->ports && about->proto == 6 && about->complete && mst_ports_has(about->port_set, 20));
	cr_assert_str_eq(about->command, "nmap -p 20-25 10.0.0.0/30");
	cr_assert_eq(about->started_ns, UINT64_C(1700000000000000000));
	cr_assert_eq(about->ended_ns, UINT64_C(1700000009000000000));
}

#define IN_TLS(scripts) \
	"<port protocol=\"tcp\" portid=\"443\"><state state=\"open\" reason=\"syn-ack\"/><service name=\"http\" " \
	"tunnel=\"ssl\" method=\"probed\" conf=\"10\"/>" scripts "</port>"
#define CIPHER "TLSv1.3 TLS_AES_256_GCM_SHA384"

static void expect_tls(const char *scripts, const char *tls)
{
	char document[2048], text[128];

	snprintf(document, sizeof document, RUN("<host>" UP IPV4 "<ports>" IN_TLS("%s") "</ports></host>"), scripts);
	fixture_expect(&f, document, "10.0.0.1 443/tcp open syn-ack\n");
	mst_service_text(text, sizeof text, f.results[0].service, MST_SERVICE_TLS);
	cr_expect_str_eq(text, tls);
}

Test(import_nmap, a_service_in_tls_is_one_and_muster_says_of_which_kind)
{
	expect_tls("", "TLS");
	expect_tls("<script id=\"muster-service\" output=\"x\"><elem key=\"tls\">" CIPHER "</elem></script>", CIPHER);
}

Test(import_nmap, the_order_of_elements_does_not_matter)
{
	fixture_expect(&f,
	               RUN("<host>" TIMES
	                   "<ports><extraports state=\"closed\" count=\"5\"><extrareasons reason=\"resets\" "
	                   "count=\"5\"/></extraports>" SSH "</ports>" NAMES MAC IPV4 UP "</host>"),
	               "10.0.0.1 20/tcp closed reset name=a.example b.example\n"
	               "10.0.0.1 21/tcp closed reset name=a.example b.example\n"
	               "10.0.0.1 22/tcp open syn-ack name=a.example b.example\n"
	               "10.0.0.1 23/tcp closed reset name=a.example b.example\n"
	               "10.0.0.1 24/tcp closed reset name=a.example b.example\n"
	               "10.0.0.1 25/tcp closed reset name=a.example b.example\n");
	cr_assert_eq(f.results[5].rtt_ns, 250000);
	cr_assert_null(mst_rows_about(f.rows)->warning);
}

Test(import_nmap, extrareasons_with_lists_of_ports_are_exact)
{
	fixture_expect(&f,
	               RUN("<host>" UP IPV4 "<ports><extraports state=\"filtered\" count=\"5\">"
	                   "<extrareasons reason=\"no-responses\" count=\"3\" proto=\"tcp\" ports=\"20-21,25\"/>"
	                   "<extrareasons reason=\"host-prohibited\" count=\"2\" proto=\"tcp\" "
	                   "ports=\"23-24\"/></extraports>" SSH "</ports></host>"),
	               "10.0.0.1 20/tcp filtered no-response\n10.0.0.1 21/tcp filtered no-response\n"
	               "10.0.0.1 22/tcp open syn-ack\n10.0.0.1 23/tcp filtered host-prohibited\n"
	               "10.0.0.1 24/tcp filtered host-prohibited\n10.0.0.1 25/tcp filtered no-response\n");
	cr_assert_eq(f.results[0].from.family, MST_NO_FAMILY);
	cr_assert_eq(f.results[3].from.family, MST_IPV4);
}

Test(import_nmap, extraports_that_could_be_any_are_left_out_and_told)
{
	fixture_expect(
		&f,
		RUN("<host>" UP IPV4
	            "<ports><extraports state=\"closed\" count=\"3\"/><extraports state=\"filtered\" count=\"2\"/>" SSH
	            "</ports></host>"),
		"10.0.0.1 22/tcp open syn-ack\n");
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "10.0.0.1"), "%s", mst_rows_about(f.rows)->warning);
	cr_assert_not(mst_rows_about(f.rows)->complete);
	fixture_expect(&f,
	               RUN("<host>" UP IPV4 "<ports><extraports state=\"closed\" count=\"4\"/>" SSH "</ports></host>"),
	               "10.0.0.1 22/tcp open syn-ack\n");
	cr_assert(mst_rows_about(f.rows)->warning);
}

Test(import_nmap, hosts_without_ports_have_rows_of_their_own)
{
	fixture_expect(&f,
	               "<nmaprun><host><status state=\"down\" reason=\"no-response\"/><address addr=\"10.0.0.4\" "
	               "addrtype=\"ipv4\"/></host>"
	               "<host><status state=\"down\" reason=\"net-unreach\"/><address addr=\"10.0.0.3\" "
	               "addrtype=\"ipv4\"/></host>"
	               "<host><status state=\"up\" reason=\"localhost-response\"/><address addr=\"10.0.0.2\" "
	               "addrtype=\"ipv4\"/></host>"
	               "<host><status state=\"up\" reason=\"user-set\"/><address addr=\"2001:db8::1\" "
	               "addrtype=\"ipv6\"/></host>"
	               "<host><address addr=\"10.0.0.1\" addrtype=\"ipv4\"/></host></nmaprun>",
	               "10.0.0.1 up echo-reply\n10.0.0.2 up local\n10.0.0.3 unreachable net-unreach\n10.0.0.4 down "
	               "no-response\n"
	               "2001:db8::1 unknown no-response\n");
	cr_assert_not(mst_rows_about(f.rows)->ports);
}

Test(import_nmap, hints_scripts_and_other_protocols_are_no_rows)
{
	fixture_expect(
		&f,
		RUN("<hosthint>" UP "<address addr=\"10.0.0.9\" addrtype=\"ipv4\"/></hosthint><host>" UP IPV4
	            "<ports><port protocol=\"sctp\" portid=\"22\"><state state=\"open\" reason=\"init-ack\"/></port>"
	            "<port protocol=\"udp\" portid=\"53\"><state state=\"open|filtered\" reason=\"no-response\"/>"
	            "<script id=\"muster-suspect\" output=\"every-port-open: ports of the host\"><table><elem "
	            "key=\"state\">x</elem></table></script></port>"
	            "<port protocol=\"tcp\" portid=\"24\"><state state=\"unfiltered\" "
	            "reason=\"reset\"/></port></ports></host>"),
		"10.0.0.1 24/tcp unknown reset\n10.0.0.1 53/udp open|filtered no-response\n");
	cr_assert_eq(f.results[1].suspect, MST_SUSPECT_EVERY_PORT);
	cr_assert(strstr(mst_rows_about(f.rows)->warning, "unfiltered"));
}

Test(import_nmap, workers_of_a_fleet_are_kept)
{
	fixture_expect(&f,
	               RUN("<host>" UP IPV4 "<hostscript><script id=\"muster-worker\" output=\"ams\"/></hostscript>"
	                   "<ports><port protocol=\"tcp\" portid=\"22\"><state state=\"open\" reason=\"syn-ack\"/>"
	                   "<script id=\"muster-worker\" output=\"nyc; saw ams=filtered nyc=open\"/></port>"
	                   "<port protocol=\"tcp\" portid=\"23\"><state state=\"open\" reason=\"syn-ack\"/>"
	                   "<script id=\"muster-worker\" output=\"nyc; saw ams=green\"/></port></ports></host>"),
	               "10.0.0.1 22/tcp open syn-ack\n10.0.0.1 23/tcp open syn-ack\n");
	cr_assert_str_eq(fixture_workers(&f, 0), "nyc ams=filtered nyc=open");
	cr_assert_str_eq(fixture_workers(&f, 1), "nobody");
	cr_assert_eq(mst_rows_about(f.rows)->vantages, 2);
	fixture_expect(&f,
	               "<nmaprun><host>" UP IPV4
	               "<hostscript><script id=\"muster-worker\" output=\"ams\"/></hostscript></host></nmaprun>",
	               "10.0.0.1 up arp-response\n");
	cr_assert_str_eq(fixture_workers(&f, 0), "ams");
}

Test(import_nmap, a_host_of_which_all_ports_are_alike_has_them_all)
{
	fixture_expect(&f, RUN("<host>" UP IPV4 "<ports><extraports state=\"filtered\" count=\"6\"/></ports></host>"),
	               "10.0.0.1 20/tcp filtered no-response\n10.0.0.1 21/tcp filtered no-response\n10.0.0.1 22/tcp "
	               "filtered no-response\n"
	               "10.0.0.1 23/tcp filtered no-response\n10.0.0.1 24/tcp filtered no-response\n10.0.0.1 25/tcp "
	               "filtered no-response\n");
}
