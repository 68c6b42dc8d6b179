/* SPDX-License-Identifier: BSD-2-Clause */
/* test_notation.c - other notations of targets: clear ones are understood, others are refused with advice. */
#include "unit/target/fixture_target.h"

#include <errno.h>
#include <string.h>

#include "target/notation.h"

static void expect_same(const char *text, const char *expected)
{
	struct mst_targets *targets = set_of(text, NULL);

	cr_expect_str_eq(intervals_of(targets), expected, "%s: %s", text, intervals_of(targets));
	mst_targets_free(targets);
}

Test(target_notation, stars_and_masks)
{
	expect_same("10.0.2.*", "10.0.2.0-10.0.2.255");
	expect_same("10.0.2.*,5", "10.0.2.0-10.0.2.255");
	expect_same("10.0.2.7/255.255.255.0", "10.0.2.0-10.0.2.255");
	expect_same("10.0.2.7/0.0.0.255", "10.0.2.0-10.0.2.255");
	expect_same("10.0.2.7/255.255.255.255", "10.0.2.7-10.0.2.7");
	expect_same("10.0.2.7/128.0.0.0", "1.0.0.0-126.255.255.255");
}

Test(target_notation, lists_without_breaking_octets)
{
	expect_same("10.0.0.1,10.0.0.5", "10.0.0.1-10.0.0.1 10.0.0.5-10.0.0.5");
	expect_same("10.0.0.1,5,10.0.1.1,5-9",
	            "10.0.0.1-10.0.0.1 10.0.0.5-10.0.0.5 10.0.1.1-10.0.1.1 10.0.1.5-10.0.1.9");
	expect_same("10.0.0-3.1,5-9", "10.0.0.1-10.0.0.1 10.0.0.5-10.0.0.9 10.0.1.1-10.0.1.1 10.0.1.5-10.0.1.9 "
	                              "10.0.2.1-10.0.2.1 10.0.2.5-10.0.2.9 10.0.3.1-10.0.3.1 10.0.3.5-10.0.3.9");
	expect_same("10.0.0.1,", "10.0.0.1-10.0.0.1");
	expect_same(",10.0.0.1,,10.0.0.3", "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3");
	expect_same("10.0.0.0/30,2001:db8::1,localhost",
	            "10.0.0.0-10.0.0.3 127.0.0.1-127.0.0.1 2001:db8::1-2001:db8::1");
}

Test(target_notation, what_stands_around_a_target)
{
	expect_same("http://10.0.0.1/index.html?a=1,2", "10.0.0.1-10.0.0.1");
	expect_same("https://user:secret@10.0.0.1:8443/", "10.0.0.1-10.0.0.1");
	expect_same("http://localhost", "127.0.0.1-127.0.0.1");
	expect_same("http://[2001:db8::1]:8080/", "2001:db8::1-2001:db8::1");
	expect_same("root@10.0.0.1", "10.0.0.1-10.0.0.1");
	expect_same("[2001:db8::1]", "2001:db8::1-2001:db8::1");
	expect_same("[2001:db8::]/127", "2001:db8::-2001:db8::1");
	expect_same("10.0.0.1.", "10.0.0.1-10.0.0.1");
}

static void expect_advice(const char *text, const char *part)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_add(targets, text, &err), -EINVAL, "%s", text);
	cr_expect(strstr(err.text, part), "%s: %s", text, err.text);
	cr_expect(strstr(err.text, "expected"), "%s: %s", text, err.text);
	cr_expect_eq(mst_targets_close(targets, NULL), -EINVAL, "%s left something behind", text);
	mst_targets_free(targets);
}

Test(target_notation, a_sentence_says_where_it_belongs)
{
	expect_advice("443", "expected -p 80,443");
	expect_advice("80/tcp", "scan -p 80");
	expect_advice("53/udp", "scan -p 53 --udp");
	expect_advice("/24", "10.0.2.0/24");
	expect_advice("/255.255.255.0", "10.0.2.0/24");
	expect_advice("-", "-i -");
	expect_advice("2130706433", "expected 127.0.0.1");
	expect_advice("0x7f000001", "expected 127.0.0.1");
	expect_advice("0X7F.1", "expected 127.0.0.1");
	expect_advice("127.1", "expected 127.0.0.1");
	expect_advice("127.0.1", "expected 127.0.0.1");
	expect_advice("10.1.258", "expected 10.1.1.2");
	expect_advice("0x7f.0.0.1", "expected 127.0.0.1");
	expect_advice("99999999999999999999999", "a number is no address");
	expect_advice("010.0.0.1", "octal");
	expect_advice("10.0.0.0/0.0.0.0", "/0 or /32");
	expect_advice("10.0.0.0/255.0.255.0", "ones, then zeros");
	expect_advice("10.0.0.1:80", "10.0.0.1 as the target, and scan -p 80");
	expect_advice("localhost:80", "localhost as the target, and scan -p 80");
	expect_advice("[::1]:80", "::1 as the target, and scan -p 80");
	expect_advice("10.0.0.1:ssh", "10.0.0.1:ssh");
	expect_advice("[::1", "not an IPv6 address");
	expect_advice("10.0.0.300,10.0.0.1", "\"10.0.0.300\": an octet is over 255");
	expect_advice("http://", "http://");
	expect_advice("@10.0.0.1", "neither");
	expect_advice("localhost/24", "neither");
}

static int add_ports(const char *with, const char *given, struct mst_ports *ports, struct mst_error *err)
{
	struct mst_targets *targets = mst_targets_new();
	char texts[256], *rest = texts, *text;
	int code = 0;

	*ports = (struct mst_ports){ 0 };
	if (given)
		cr_assert_eq(mst_ports_add(ports, given, err), 0);
	mst_targets_take_ports(targets, ports);
	snprintf(texts, sizeof texts, "%s", with);
	while (code == 0 && (text = strsep(&rest, " ")) != NULL)
		code = mst_targets_add(targets, text, err);
	if (code == 0)
		code = mst_targets_close(targets, err);
	mst_targets_free(targets);
	return code;
}

static void expect_ports(const char *with, const char *given, const char *expected)
{
	struct mst_ports ports, same = { 0 };
	struct mst_error err = { "" };

	cr_assert_eq(mst_ports_add(&same, expected, &err), 0);
	cr_expect_eq(add_ports(with, given, &ports, &err), 0, "%s: %s", with, err.text);
	cr_expect_eq(memcmp(ports.bits, same.bits, sizeof same.bits), 0, "%s", with);
}

static void refuse_ports(const char *with, const char *given, const char *part)
{
	struct mst_ports ports;
	struct mst_error err = { "" };

	cr_expect_eq(add_ports(with, given, &ports, &err), -EINVAL, "%s", with);
	cr_expect(strstr(err.text, part), "%s: %s", with, err.text);
}

Test(target_notation, ports_of_targets_where_all_are_asked_the_same)
{
	expect_ports("10.0.0.1:80", NULL, "80");
	expect_ports("10.0.0.1:80,443", NULL, "80,443");
	expect_ports("10.0.0.1:80 10.0.0.2:80 [::1]:80", NULL, "80");
	expect_ports("https://10.0.0.1/", NULL, "443");
	expect_ports("https://10.0.0.1:8443/", NULL, "8443");
	expect_ports("10.0.0.1:80", "80", "80");
	expect_ports("https://10.0.0.1/", "22", "22");
	refuse_ports("10.0.0.1:80 10.0.0.2:443", NULL, "10.0.0.1:80 names other ports");
	refuse_ports("10.0.0.1:80 10.0.0.2", NULL, "expected them with -p");
	refuse_ports("10.0.0.2 10.0.0.1:80", NULL, "expected them with -p");
	refuse_ports("10.0.0.1:80", "22,80", "-p names other ports");
	refuse_ports("10.0.0.1:70000", NULL, "no valid port is known");
	refuse_ports("nothing://10.0.0.1/", NULL, "no valid port is known");
}

Test(target_notation, an_exclude_never_means_less_than_it_says)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };
	struct mst_ports ports = { 0 };

	mst_targets_take_ports(targets, &ports);
	cr_expect_eq(mst_targets_exclude(targets, "10.0.0.1:80", &err), -EINVAL);
	cr_expect(strstr(err.text, "exclude \"10.0.0.1:80\""), "%s", err.text);
	cr_expect_eq(mst_targets_exclude(targets, "http://10.0.0.1/", &err), 0, "%s", err.text);
	cr_expect_eq(mst_targets_add(targets, "10.0.0.0/31", &err), 0);
	cr_expect_eq(mst_targets_close(targets, &err), 0);
	cr_expect_str_eq(intervals_of(targets), "10.0.0.0-10.0.0.0");
	mst_targets_free(targets);
}

Test(target_notation, ranges_that_cover_loopback_addresses_leave_them_out)
{
	static const struct {
		const char *with, *expected;
		uint64_t left_out;
	} sets[] = {
		{ "126.255.255.0-128.0.0.7", "126.255.255.0-126.255.255.255 128.0.0.0-128.0.0.7", 1 << 24 },
		{ "126.255.255.0-128.0.0.7 127.0.0.0/8", "126.255.255.0-128.0.0.7", 0 },
		{ "126.255.255.0-128.0.0.7 127.0.0.1 126.0.0.0-127.0.0.9",
		  "126.0.0.0-126.255.255.255 127.0.0.1-127.0.0.1 128.0.0.0-128.0.0.7", (1 << 24) - 1 },
		{ "126-128.0.0.1", "126.0.0.1-126.0.0.1 128.0.0.1-128.0.0.1", 1 },
		{ "127.0.0-3.1-2", "127.0.0.1-127.0.0.2 127.0.1.1-127.0.1.2 127.0.2.1-127.0.2.2 127.0.3.1-127.0.3.2",
		  0 },
		{ "127.0.0.0/8", "127.0.0.0-127.255.255.255", 0 },
		{ "::1", "::1-::1", 0 },
		{ "::/127 2001:db8::1", "2001:db8::1-2001:db8::1", 2 }, /* :: can never answer */
	};

	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct mst_targets *targets = set_of(sets[i].with, NULL);

		cr_expect_str_eq(intervals_of(targets), sets[i].expected, "%s: %s", sets[i].with,
		                 intervals_of(targets));
		cr_expect(mst_targets_left_out(targets) == sets[i].left_out, "%s", sets[i].with);
		mst_targets_free(targets);
	}
}

Test(target_notation, what_is_covered_and_excluded_is_not_counted)
{
	struct mst_targets *targets = set_of("126.0.0.0-128.0.0.0", "127.0.0.0/8");

	cr_expect(mst_targets_left_out(targets) == 0);
	mst_targets_free(targets);
	targets = set_of("fe00::/7", NULL);
	cr_expect_str_eq(
		intervals_of(targets),
		"fe00::-fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	mst_targets_free(targets);
}
