/* SPDX-License-Identifier: BSD-2-Clause */
/* test_sources.c - which names go to name servers, and which to the C library: what nsswitch.conf says. */
#include "target/sources.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* One letter for each of these names that getaddrinfo answers: dotted, .local, single label, localhost; `m`: missing
 * names too. `f` and `d`: the hosts file and name servers are read. */
static const char *of(const char *nsswitch, const char *resolv)
{
	static const struct {
		char letter;
		const char *name;
	} asked[] = { { 'D', "www.example.com" }, { 'L', "printer.LOCAL." }, { 'S', "printer" }, { 'O', "localhost" } };
	static char text[16];
	FILE *one = nsswitch ? fmemopen((char *)(uintptr_t)nsswitch, strlen(nsswitch), "r") : NULL;
	FILE *other = resolv ? fmemopen((char *)(uintptr_t)resolv, strlen(resolv), "r") : NULL;
	struct mst_name_sources sources;
	char *at = text;

	mst_name_sources_parse(&sources, one, other);
	if (one)
		fclose(one);
	if (other)
		fclose(other);
	if (sources.files)
		*at++ = 'f';
	if (sources.dns)
		*at++ = 'd';
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		if (mst_name_sources_by_system(&sources, asked[i].name))
			*at++ = asked[i].letter;
	}
	if (sources.missing_by_system)
		*at++ = 'm';
	*at = '\0';
	return text;
}

Test(target_sources, hosts_file_and_name_servers_are_the_default)
{
	cr_expect_str_eq(of(NULL, NULL), "fd");
	cr_expect_str_eq(of("passwd: files ldap\n# hosts: ldap\n", NULL), "fd");
	cr_expect_str_eq(of("hosts:          files dns\n", "nameserver 10.0.0.1\n"), "fd");
	cr_expect_str_eq(of("hosts: files # dns\n", NULL), "f");
}

Test(target_sources, mdns_has_the_names_that_end_in_local)
{
	cr_expect_str_eq(of("hosts: files mdns4_minimal [NOTFOUND=return] dns\n", NULL), "fdL");
	cr_expect_str_eq(of("hosts: files mdns4_minimal [NOTFOUND=return] dns mdns4\n", NULL), "fdLm");
}

Test(target_sources, this_machines_own_names_and_its_containers_have_sources_of_their_own)
{
	cr_expect_str_eq(of("hosts: files myhostname dns\n", NULL), "fdO");
	cr_expect_str_eq(of("hosts: mymachines files dns\n", NULL), "fdSO");
	cr_expect_str_eq(of("hosts: files resolve [!UNAVAIL=return] dns\n", "nameserver 127.0.0.53\n"), "fdLSO");
}

Test(target_sources, what_is_not_understood_leaves_all_names_to_the_c_library)
{
	static const char *const lines[] = {
		"hosts: dns files\n", "hosts: files [NOTFOUND=return] dns\n", "hosts: files ldap dns\n",
		"hosts: files resolve [!UNAVAIL=return] dns\n", /* resolved is not the name server */
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		cr_expect_str_eq(of(lines[i], "nameserver 10.0.0.1\n"), "fdDLSO", "%s", lines[i]);
	cr_expect_str_eq(of("hosts: files dns wins\n", NULL), "fdm");
	cr_expect_str_eq(of("hosts: files dns\n", "nameserver fe80::1%eth0\n"), "fdDLSO");
	cr_expect_str_eq(of("hosts: files dns\n", "search a b\noptions rotate use-vc\n"), "fdDLSO");
}
