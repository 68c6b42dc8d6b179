/* SPDX-License-Identifier: BSD-2-Clause */
/* test_hosts_file.c - the hosts file, as the C library reads it. */
#include "target/hosts_file.h"

#include <criterion/criterion.h>
#include <muster/addr.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static struct mst_hosts_file read_text(const char *text)
{
	struct mst_hosts_file hosts = { 0 };
	FILE *file = fmemopen((char *)(uintptr_t)text, strlen(text), "r");

	cr_assert_eq(mst_hosts_file_read(&hosts, file), 0);
	fclose(file);
	return hosts;
}

static const char *find(const struct mst_hosts_file *hosts, const char *name, bool ipv6, size_t index)
{
	static char text[MST_ADDR_TEXT];
	const struct mst_addr *addr = mst_hosts_file_find(hosts, name, ipv6, index);

	if (!addr)
		return "none";
	mst_addr_format(addr, text);
	return text;
}

Test(target_hosts_file, names_aliases_and_families)
{
	struct mst_hosts_file hosts = read_text(
		"# a comment\n127.0.0.1 localhost\n\n10.0.0.2\tweb.test  WWW web # more\n"
		"fd00::2 web\n10.0.0.1 web\n::ffff:10.0.0.3 mapped\nfe80::1%lo near\n"
		"10.0.0.999 wrong\n127.1 short\nfe80::1%nowhere far\n10.0.0.9");

	cr_expect_str_eq(find(&hosts, "LocalHost", false, 0), "127.0.0.1");
	cr_expect_str_eq(find(&hosts, "localhost", true, 0), "none");
	cr_expect_str_eq(find(&hosts, "www", false, 0), "10.0.0.2");
	cr_expect_str_eq(find(&hosts, "web", false, 0), "10.0.0.2", "in the order of the file");
	cr_expect_str_eq(find(&hosts, "web", false, 1), "10.0.0.1");
	cr_expect_str_eq(find(&hosts, "web", false, 2), "none");
	cr_expect_str_eq(find(&hosts, "web", true, 0), "fd00::2");
	cr_expect_str_eq(find(&hosts, "mapped", false, 0), "10.0.0.3");
	cr_expect_str_eq(find(&hosts, "near", true, 0), "fe80::1%lo");
	cr_expect_str_eq(find(&hosts, "wrong", false, 0), "none");
	cr_expect_str_eq(find(&hosts, "short", false, 0), "none");
	cr_expect_str_eq(find(&hosts, "far", true, 0), "none");
	mst_hosts_file_free(&hosts);
}

Test(target_hosts_file, an_empty_file_has_no_name)
{
	struct mst_hosts_file hosts = read_text("\n");

	cr_expect_str_eq(find(&hosts, "web", false, 0), "none");
	mst_hosts_file_free(&hosts);
}
