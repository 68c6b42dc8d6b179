/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_nmap_words.c - states and services that readers of nmap's formats know.
 */
#include "report/nmap_words.h"

#include <criterion/criterion.h>

static const char *service_of(struct mst_lookups *lookups, uint16_t port, uint8_t proto)
{
	struct mst_result result = { .port = port, .proto = proto, .about_port = true };

	return mst_nmap_service(lookups, &result);
}

/* brutespray, Metasploit and EyeWitness look for these words. */
Test(report_nmap_words, services_have_nmaps_names)
{
	static const struct {
		uint16_t port;
		uint8_t proto;
		const char *name;
	} cases[] = {
		{ 7, 6, "echo" },
		{ 21, 6, "ftp" },
		{ 22, 6, "ssh" },
		{ 23, 6, "telnet" },
		{ 25, 6, "smtp" },
		{ 53, 6, "domain" },
		{ 53, 17, "domain" },
		{ 80, 6, "http" },
		{ 110, 6, "pop3" },
		{ 135, 6, "msrpc" },
		{ 139, 6, "netbios-ssn" },
		{ 143, 6, "imap" },
		{ 161, 17, "snmp" },
		{ 443, 6, "https" },
		{ 445, 6, "microsoft-ds" },
		{ 512, 6, "exec" },
		{ 512, 17, "biff" },
		{ 513, 6, "login" },
		{ 514, 6, "shell" },
		{ 514, 17, "syslog" },
		{ 587, 6, "submission" },
		{ 993, 6, "imaps" },
		{ 995, 6, "pop3s" },
		{ 1433, 6, "ms-sql-s" },
		{ 3306, 6, "mysql" },
		{ 3389, 6, "ms-wbt-server" },
		{ 5432, 6, "postgresql" },
		{ 5900, 6, "vnc" },
		{ 6379, 6, "redis" },
		{ 27017, 6, "mongod" },
		{ 62078, 6, "iphone-sync" },
	};
	struct mst_lookups lookups = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(service_of(&lookups, cases[i].port, cases[i].proto), cases[i].name, "%u",
		                 cases[i].port);
	mst_lookups_free(&lookups);
}

Test(report_nmap_words, other_ports_have_the_name_of_the_services_database)
{
	struct mst_lookups lookups = { 0 };

	cr_expect_str_eq(service_of(&lookups, 1, 6), "tcpmux");
	cr_expect_str_eq(service_of(&lookups, 21, 17), "fsp");
	cr_expect_str_eq(service_of(&lookups, 0, 6), "");
	cr_expect_str_eq(service_of(&lookups, 65535, 17), "");
	mst_lookups_free(&lookups);
}

Test(report_nmap_words, a_host_is_up_down_or_unknown)
{
	cr_expect_str_eq(mst_nmap_host_state(MST_UP), "up");
	cr_expect_str_eq(mst_nmap_host_state(MST_DOWN), "down");
	cr_expect_str_eq(mst_nmap_host_state(MST_UNREACHABLE), "down");
	cr_expect_str_eq(mst_nmap_host_state(MST_UNKNOWN), "unknown");
}
