/* SPDX-License-Identifier: BSD-2-Clause */
/* test_set_ipv6.c - IPv6 in sets of targets, alone and beside IPv4. */
#include "unit/target/fixture_target.h"

#include <errno.h>
#include <net/if.h>

static void expect_intervals(const char *with, const char *without, const char *expected)
{
	struct mst_targets *targets = set_of(with, without);

	cr_expect_str_eq(intervals_of(targets), expected, "%s: %s", with, intervals_of(targets));
	mst_targets_free(targets);
}

Test(target_set_ipv6, every_syntax_means_what_it_says)
{
	expect_intervals("2001:db8::1", NULL, "2001:db8::1-2001:db8::1");
	expect_intervals("2001:DB8:0:0::1", NULL, "2001:db8::1-2001:db8::1");
	expect_intervals("2001:db8::/64", NULL, "2001:db8::-2001:db8::ffff:ffff:ffff:ffff");
	expect_intervals("2001:db8::7/64", NULL, "2001:db8::-2001:db8::ffff:ffff:ffff:ffff");
	expect_intervals("2001:db8::7/128", NULL, "2001:db8::7-2001:db8::7");
	expect_intervals("2001:db8::7/127", NULL, "2001:db8::6-2001:db8::7");
	expect_intervals("2001:db8::1-ff", NULL, "2001:db8::1-2001:db8::ff");
	expect_intervals("2001:db8::1-FFff", NULL, "2001:db8::1-2001:db8::ffff");
	expect_intervals("2001:db8::1-2001:db8::2:0", NULL, "2001:db8::1-2001:db8::2:0");
	expect_intervals("fe80::1%lo", NULL, "fe80::1%lo-fe80::1%lo");
	expect_intervals("fe80::1%1", NULL, "fe80::1%lo-fe80::1%lo");
	expect_intervals("fe80::%lo/126", NULL, "fe80::%lo-fe80::3%lo");
	expect_intervals("fe80::/126%lo", NULL, "fe80::%lo-fe80::3%lo");
	expect_intervals("fe80::1-a%lo", NULL, "fe80::1%lo-fe80::a%lo");
	expect_intervals("::1", NULL, "::1-::1");
}

Test(target_set_ipv6, families_and_links_stand_apart_in_order)
{
	expect_intervals("fe80::1%lo 2001:db8::1 10.0.0.1 ::1", NULL,
	                 "10.0.0.1-10.0.0.1 ::1-::1 2001:db8::1-2001:db8::1 fe80::1%lo-fe80::1%lo");
}

Test(target_set_ipv6, overlaps_join_and_exclusions_cut)
{
	expect_intervals("2001:db8::5-9 2001:db8::1-6 2001:db8::a", NULL, "2001:db8::1-2001:db8::a");
	expect_intervals("2001:db8::/120", "2001:db8::10-20", "2001:db8::-2001:db8::f 2001:db8::21-2001:db8::ff");
	expect_intervals("2001:db8::/64 10.0.0.1", "2001:db8::/64", "10.0.0.1-10.0.0.1");
	expect_intervals("2001:db8::/126", "2001:db8::2/127", "2001:db8::-2001:db8::1");
	expect_intervals("fe80::1-4%lo", "fe80::2", "fe80::1%lo-fe80::1%lo fe80::3%lo-fe80::4%lo");
	expect_intervals("fe80::1-2%lo", "fe80::1%lo", "fe80::2%lo-fe80::2%lo");
}

Test(target_set_ipv6, the_whole_space_counts_without_what_cannot_be_a_host)
{
	struct mst_targets *targets = set_of("::/0", NULL);
	mst_uint128 multicast = (mst_uint128)1 << 120, ipv4 = (mst_uint128)1 << 32, link_local = (mst_uint128)1 << 118,
		    index;
	struct mst_addr last;

	cr_expect(mst_targets_count(targets) == ((mst_uint128)0xff << 120) - 2 - ipv4 - link_local);
	cr_expect(mst_targets_left_out(targets) == multicast + 2 + ipv4 + link_local);
	cr_expect_str_eq(intervals_of(targets),
	                 "::2-::fffe:ffff:ffff ::1:0:0:0-fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
	                 "fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	last = mst_targets_at(targets, mst_targets_count(targets) - 1);
	cr_expect(mst_targets_index(targets, &last, &index) && index == mst_targets_count(targets) - 1);
	mst_targets_free(targets);
}

Test(target_set_ipv6, ipv4_in_disguise_is_left_out_of_what_surrounds_it)
{
	struct mst_targets *targets = set_of("::fffe:ffff:fffe-::1:0:0:1", NULL);

	cr_expect_str_eq(intervals_of(targets), "::fffe:ffff:fffe-::fffe:ffff:ffff ::1:0:0:0-::1:0:0:1");
	cr_expect(mst_targets_count(targets) == 4);
	cr_expect(mst_targets_left_out(targets) == (mst_uint128)1 << 32);
	mst_targets_free(targets);
}

Test(target_set_ipv6, what_was_excluded_is_known_on_every_link)
{
	struct mst_targets *targets = set_of("2001:db8::/64 10.0.0.0/24 fe80::1-9%lo",
	                                     "2001:db8:1::/48 192.0.2.0/24 198.51.100.7 fe80::77");
	static const struct {
		const char *addr;
		bool excluded;
	} cases[] = {
		{ "2001:db8:1:ffff::1", true }, { "2001:db8:2::", false }, { "2001:db8::1", false },
		{ "192.0.2.0", true },          { "192.0.2.255", true },   { "192.0.3.0", false },
		{ "198.51.100.7", true },       { "198.51.100.6", false }, { "fe80::77%lo", true },
		{ "fe80::78%lo", false },       { "fe80::77%2", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_addr addr;

		cr_assert_eq(mst_addr_parse(&addr, cases[i].addr), 0);
		cr_expect_eq(mst_targets_excludes(targets, &addr), cases[i].excluded, "%s", cases[i].addr);
	}
	mst_targets_free(targets);
}

/* In a network namespace of its own a process may see the loopback interface only. */
static bool has_second_interface(void)
{
	char name[IF_NAMESIZE];

	return if_indextoname(2, name) != NULL;
}

Test(target_set_ipv6, index_and_address_are_inverse)
{
	bool second = has_second_interface();
	struct mst_targets *targets = set_of(
		second ? "10.0.0.0/28 2001:db8::/64 2001:db9::1-7 2001:dba::/48 fe80::1-3%lo fe80::9%2"
		       : "10.0.0.0/28 2001:db8::/64 2001:db9::1-7 2001:dba::/48 fe80::1-3%lo fe80::9%lo",
		NULL);
	mst_uint128 count = mst_targets_count(targets), steps = 100003;
	struct mst_addr before = { 0 };

	cr_expect(count == ((mst_uint128)1 << 80) + ((mst_uint128)1 << 64) + 16 + 7 + 3 + 1);
	for (mst_uint128 i = 0; i < steps; i++) {
		mst_uint128 index = count / steps * i + (i < 30 ? 0 : i), found;
		struct mst_addr addr = mst_targets_at(targets, index);

		cr_assert(mst_targets_index(targets, &addr, &found) && found == index);
		cr_assert(mst_addr_compare(&before, &addr) < 0);
		before = addr;
	}
	for (mst_uint128 i = 1; i <= 30; i++) {
		struct mst_addr addr = mst_targets_at(targets, count - i);
		mst_uint128 found;

		cr_assert(mst_targets_index(targets, &addr, &found) && found == count - i);
	}
	mst_targets_free(targets);
}

Test(target_set_ipv6, an_address_outside_or_of_another_link_has_no_index)
{
	static const char *const outside[] = { "2001:db8::1", "2001:db8::5", "::", "10.0.0.1", "fe80::2", "fe80::2%2" };
	struct mst_targets *targets = set_of("2001:db8::2-4 fe80::2%lo", NULL);

	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
		struct mst_addr addr;
		mst_uint128 index;

		cr_assert_eq(mst_addr_parse(&addr, outside[i]), 0);
		cr_expect_not(mst_targets_index(targets, &addr, &index), "%s", outside[i]);
	}
	mst_targets_free(targets);
}

static void expect_refusal(const char *text, const char *part)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_add(targets, text, &err), -EINVAL, "%s", text);
	cr_expect(strstr(err.text, part), "%s: %s", text, err.text);
	mst_targets_free(targets);
}

Test(target_set_ipv6, a_wrong_text_is_refused_with_its_reason)
{
	expect_refusal("2001:db8:::1", "not an IPv6 address");
	expect_refusal("2001:db8::g", "not an IPv6 address");
	expect_refusal(":", "not an IPv6 address");
	expect_refusal("2001:db8::/129", "0 to 128");
	expect_refusal("2001:db8::/", "0 to 128");
	expect_refusal("2001:db8::/6x", "0 to 128");
	expect_refusal("2001:db8::9-1", "backwards");
	expect_refusal("2001:db8::1-", "a range ends with");
	expect_refusal("2001:db8::1-12345", "a range ends with");
	expect_refusal("2001:db8::1-x", "a range ends with");
	expect_refusal("2001:db8::1-2-3", "a range ends with");
	expect_refusal("::ffff:10.0.0.1", "write it as IPv4");
	/* Whether there is one link, or several, or none. */
	expect_refusal("fe80::1", "fe80::1 is a link-local address, and");
	expect_refusal("fe80::/64", "expected the interface behind it, as in fe80::/64%");
	expect_refusal("fe80::1%", "behind the % is missing");
	expect_refusal("fe80::1%no-such-link", "there is no interface no-such-link; there are: lo");
	expect_refusal("fe80::1%a-name-longer-than-any", "so long a name");
	expect_refusal("2001:db8::1%lo", "only link-local");
	expect_refusal("10.0.0.1:80:1", "not an IPv6 address");
}

Test(target_set_ipv6, host_bits_are_remarked_upon)
{
	struct mst_targets *targets = set_of("2001:db8::7/64 10.0.0.7/24 2001:db8::/64 10.0.0.0/24", "10.0.0.1/31");

	cr_assert_not_null(mst_targets_note(targets, 0));
	cr_expect_str_eq(mst_targets_note(targets, 0),
	                 "target 2001:db8::7/64 has host bits: taken for the whole prefix");
	cr_expect_str_eq(mst_targets_note(targets, 1), "target 10.0.0.7/24 has host bits: taken for the whole prefix");
	cr_expect_str_eq(mst_targets_note(targets, 2), "exclude 10.0.0.1/31 has host bits: taken for the whole prefix");
	cr_expect_null(mst_targets_note(targets, 3));
	mst_targets_free(targets);
}

static const char *named(bool ipv4, bool ipv6)
{
	static char text[4096];
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err;

	mst_targets_take_names(targets, ipv4, ipv6);
	if (mst_targets_add(targets, "localhost", &err) < 0 || mst_targets_close(targets, &err) < 0)
		snprintf(text, sizeof text, "%s", err.text);
	else
		snprintf(text, sizeof text, "%s", intervals_of(targets));
	mst_targets_free(targets);
	return text;
}

Test(target_set_ipv6, names_stand_for_the_families_asked_for)
{
	cr_expect_str_eq(named(false, false), "127.0.0.1-127.0.0.1");
	cr_expect_str_eq(named(true, false), "127.0.0.1-127.0.0.1");
	/* Not every machine has an IPv6 address for its own name. */
	cr_expect(strcmp(named(false, true), "::1-::1") == 0 || strstr(named(false, true), "no IPv6 address found"));
}

Test(target_set_ipv6, a_link_local_address_without_an_interface_has_the_one_that_was_named)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	mst_targets_take_zone(targets, "lo");
	cr_expect_eq(mst_targets_add(targets, "fe80::1", &err), 0, "%s", err.text);
	cr_expect_eq(mst_targets_close(targets, &err), 0);
	cr_expect_str_eq(intervals_of(targets), "fe80::1%lo-fe80::1%lo");
	mst_targets_free(targets);
}
