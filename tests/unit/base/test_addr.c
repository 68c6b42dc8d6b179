/* SPDX-License-Identifier: BSD-2-Clause */
/* test_addr.c - addresses as values. */
#include <muster/addr.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct mst_addr parsed(const char *text)
{
	struct mst_addr addr;

	cr_assert_eq(mst_addr_parse(&addr, text), 0, "%s", text);
	return addr;
}

static void expect_format(const char *text, const char *expected)
{
	struct mst_addr addr = parsed(text);
	char written[MST_ADDR_TEXT];

	cr_expect_eq(mst_addr_format(&addr, written), strlen(expected), "%s", text);
	cr_expect_str_eq(written, expected);
}

Test(base_addr, an_ipv4_address_is_written_as_it_was_read)
{
	expect_format("0.0.0.0", "0.0.0.0");
	expect_format("10.20.30.40", "10.20.30.40");
	expect_format("255.255.255.255", "255.255.255.255");
	expect_format("100.9.10.99", "100.9.10.99");
}

Test(base_addr, every_byte_of_an_ipv4_address_is_written)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		struct mst_addr addr = mst_addr_from_ipv4(byte << 24 | byte << 16 | byte << 8 | byte);
		char written[MST_ADDR_TEXT], expected[MST_ADDR_TEXT];

		memset(written, 'x', sizeof written);
		snprintf(expected, sizeof expected, "%u.%u.%u.%u", byte, byte, byte, byte);
		cr_expect_eq(mst_addr_format(&addr, written), strlen(expected));
		cr_expect_str_eq(written, expected);
		cr_expect_eq(written[16], 'x');
	}
}

Test(base_addr, ipv6_is_written_in_the_canonical_form)
{
	expect_format("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
	expect_format("::", "::");
	expect_format("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
	expect_format("::ffff:10.0.0.1", "::ffff:10.0.0.1");
	expect_format("fe80::1%777777", "fe80::1%777777");
	expect_format("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff%4294967295",
	              "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff%4294967295");
}

Test(base_addr, a_scope_is_read_and_written_by_the_interfaces_name)
{
	struct mst_addr by_name, by_index;
	char text[MST_ADDR_TEXT];

	cr_assert_eq(mst_addr_parse(&by_name, "fe80::1%lo"), 0);
	cr_assert_eq(mst_addr_parse(&by_index, "fe80::1%1"), 0);
	cr_expect(mst_addr_equal(&by_name, &by_index));
	mst_addr_format(&by_index, text);
	cr_expect_str_eq(text, "fe80::1%lo");
}

Test(base_addr, an_address_without_family_is_the_empty_text)
{
	struct mst_addr none = { 0 };
	char text[MST_ADDR_TEXT] = "x";

	cr_expect_eq(mst_addr_format(&none, text), 0);
	cr_expect_str_eq(text, "");
}

Test(base_addr, names_prefixes_octal_and_unknown_interfaces_are_no_addresses)
{
	static const char *const wrong[] = {
		"",           " ",
		"10.0.0",     "10.0.0.1/24",
		"10.0.0.256", "010.0.0.1",
		"10.0.0.1 ",  "localhost",
		"0x7f.0.0.1", "1",
		"fe80::1%",   "fe80::1%no-such-link",
		"fe80::1%0",  "fe80::1%4294967296",
		"::/0",       ":",
		"10.0.0.1%1", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct mst_addr addr;

		cr_expect_lt(mst_addr_parse(&addr, wrong[i]), 0, "%s", wrong[i]);
	}
}

Test(base_addr, host_order_goes_in_and_comes_out)
{
	struct mst_addr addr = mst_addr_from_ipv4(0x0a010203);
	struct mst_addr six = parsed("::1");

	cr_expect_eq(mst_addr_ipv4(&addr), 0x0a010203);
	cr_expect_eq(addr.bytes[0], 10);
	cr_expect_eq(addr.bytes[3], 3);
	cr_expect_eq(mst_addr_ipv4(&six), 0);
}

Test(base_addr, order_is_family_then_scope_then_bytes)
{
	static const char *const ascending[] = { "1.2.3.4", "10.0.0.1",  "200.0.0.0", "::",       "fe80::1",
		                                 "fe80::2", "fe80::1%1", "fe80::2%1", "fe80::1%2" };
	size_t count = sizeof ascending / sizeof ascending[0];

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < count; j++) {
			struct mst_addr a = parsed(ascending[i]), b = parsed(ascending[j]);
			int order = mst_addr_compare(&a, &b);

			cr_expect_eq((order > 0) - (order < 0), (i > j) - (i < j), "%s %s", ascending[i], ascending[j]);
			cr_expect_eq(mst_addr_equal(&a, &b), i == j);
		}
	}
}

Test(base_addr, other_forms_of_an_address_are_refused_with_the_one_that_is_meant)
{
	static const char *const meant[][2] = {
		{ "127.1", "127.0.0.1" },
		{ "127.0.1", "127.0.0.1" },
		{ "0x7f000001", "127.0.0.1" },
		{ "2130706433", "127.0.0.1" },
		{ "0x7f.0.0.0X1", "127.0.0.1" },
		{ "10.1.258", "10.1.1.2" },
		{ "0", "0.0.0.0" },
		{ "4294967295", "255.255.255.255" },
	};
	static const char *const none[] = { "127.0.0.1",  "010.0.0.1", "10.00.1",    "host",    "0xcafe.", "1.2.3.4.5",
		                            "4294967296", "127.1 x",   "10.0.0.1-5", "127.1/8", "",        "::1" };
	char room[MST_ADDR_ADVICE];

	for (size_t i = 0; i < sizeof meant / sizeof *meant; i++) {
		struct mst_addr addr;

		cr_assert(mst_addr_advice(meant[i][0], room), "%s", meant[i][0]);
		cr_expect_str_eq(strrchr(room, ' ') + 1, meant[i][1], "%s: %s", meant[i][0], room);
		cr_expect_lt(mst_addr_parse(&addr, meant[i][0]), 0);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		cr_expect_null(mst_addr_advice(none[i], room), "%s", none[i]);
}
