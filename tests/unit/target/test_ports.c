/* SPDX-License-Identifier: BSD-2-Clause */
/* test_ports.c - lists of ports. */
#include <muster/targets.h>

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static struct mst_ports ports_of(const char *text)
{
	struct mst_ports ports = { 0 };
	struct mst_error err = { "" };

	cr_assert_eq(mst_ports_add(&ports, text, &err), 0, "%s", err.text);
	return ports;
}

static void expect_ports(const char *text, uint32_t count, uint16_t first, uint16_t last)
{
	struct mst_ports ports = ports_of(text);

	cr_expect_eq(mst_ports_count(&ports), count, "%s", text);
	cr_expect(mst_ports_has(&ports, first), "%s", text);
	cr_expect(mst_ports_has(&ports, last), "%s", text);
	cr_expect_not(mst_ports_has(&ports, (uint16_t)(first - 1)), "%s", text);
	cr_expect_not(mst_ports_has(&ports, (uint16_t)(last + 1)), "%s", text);
}

Test(target_ports, every_syntax_means_what_it_says)
{
	expect_ports("22", 1, 22, 22);
	expect_ports("22,80,443", 3, 22, 443);
	expect_ports("8000-8100", 101, 8000, 8100);
	expect_ports("-1023", 1023, 1, 1023);
	expect_ports("60000-", 5536, 60000, 65535);
	expect_ports("-", 65535, 1, 65535);
	expect_ports("1", 1, 1, 1);
	expect_ports("65535", 1, 65535, 65535);
	expect_ports("443,22,80-81,22,80", 4, 22, 443);
	expect_ports("5-5", 1, 5, 5);
}

Test(target_ports, names_come_from_the_services_database)
{
	expect_ports("ssh", 1, 22, 22);
	expect_ports("http,https", 2, 80, 443);
	expect_ports("ftp-data", 1, 20, 20);
	expect_ports("tftp", 1, 69, 69);
	expect_ports("21-23,ssh", 3, 21, 23);
}

Test(target_ports, removing_takes_out_only_what_it_names)
{
	struct mst_ports ports = ports_of("1-100");

	cr_expect_eq(mst_ports_remove(&ports, "ssh,50-59,200", NULL), 0);
	cr_expect_eq(mst_ports_count(&ports), 89);
	cr_expect_not(mst_ports_has(&ports, 22));
	cr_expect_not(mst_ports_has(&ports, 55));
	cr_expect(mst_ports_has(&ports, 60));
	cr_expect_eq(mst_ports_remove(&ports, "-", NULL), 0);
	cr_expect_eq(mst_ports_count(&ports), 0);
}

Test(target_ports, what_is_not_understood_is_named_and_changes_nothing)
{
	static const struct {
		const char *text, *named, *reason;
	} wrong[] = {
		{ "", "\"\"", "empty" },
		{ "22,,80", "\"\"", "empty" },
		{ "22,", "\"\"", "empty" },
		{ "22,0", "\"0\"", "1 to 65535" },
		{ "65536", "\"65536\"", "1 to 65535" },
		{ "99999999999999999999999", "\"99999999999999999999999\"", "1 to 65535" },
		{ "0-", "\"0-\"", "1 to 65535" },
		{ "100-99", "\"100-99\"", "backwards" },
		{ "1-2-3", "\"1-2-3\"", "one dash" },
		{ "--", "\"--\"", "one dash" },
		{ "80,no-such-service", "\"no-such-service\"", "services database" },
		{ "22 80", "\"22 80\"", "services database" },
		{ " 22", "\" 22\"", "services database" },
		{ "80/sctp", "\"80/sctp\"", "services database" },
		{ "80/tcp,53/udp", "\"53/udp\"", "need a separate run" },
		{ "T:80,U:53", "\"U:53\"", "scan --udp" },
		{ "U:53,80/tcp", "\"80/tcp\"", "without --udp" },
		{ "T:", "\"T:\"", "empty" },
		{ "X:80", "\"X:80\"", "services database" },
		{ "80,\033[2J", "\"?[2J\"", "services database" },
		{ "80,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\"aaaa",
		  "long" },
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct mst_ports ports = ports_of("7");
		struct mst_error err = { "" };

		cr_expect_eq(mst_ports_add(&ports, wrong[i].text, &err), -EINVAL, "%s", wrong[i].text);
		cr_expect(strstr(err.text, wrong[i].named), "%s: %s", wrong[i].text, err.text);
		cr_expect(strstr(err.text, wrong[i].reason), "%s: %s", wrong[i].text, err.text);
		cr_expect(strstr(err.text, "expected"), "%s", err.text);
		cr_expect_eq(mst_ports_remove(&ports, wrong[i].text, NULL), -EINVAL);
		cr_expect_eq(mst_ports_count(&ports), 1, "%s", wrong[i].text);
	}
}

Test(target_ports, a_list_may_say_whose_ports_it_names)
{
	struct mst_ports ports = { .proto = IPPROTO_UDP };
	struct mst_error err = { "" };

	expect_ports("80/tcp", 1, 80, 80);
	expect_ports("T:22,80,443", 3, 22, 443);
	expect_ports("8000-8100/tcp,t:22", 102, 22, 22);
	expect_ports("ssh/tcp", 1, 22, 22);
	cr_expect_eq(mst_ports_add(&ports, "53/udp,U:123", &err), 0, "%s", err.text);
	cr_expect_eq(mst_ports_add(&ports, "161", &err), 0, "%s", err.text);
	cr_expect_eq(mst_ports_count(&ports), 3);
	cr_expect_eq(mst_ports_add(&ports, "80/tcp", &err), -EINVAL);
	cr_expect_eq(mst_ports_remove(&ports, "T:53", &err), -EINVAL);
	cr_expect_eq(mst_ports_count(&ports), 3);
}

Test(target_ports, the_first_list_says_it_for_the_next)
{
	struct mst_ports ports = { 0 };
	struct mst_error err = { "" };

	cr_expect_eq(mst_ports_add(&ports, "U:53", &err), 0);
	cr_expect_eq(mst_ports_add(&ports, "T:80", &err), -EINVAL);
	cr_expect(strstr(err.text, "without --udp"), "%s", err.text);
}
