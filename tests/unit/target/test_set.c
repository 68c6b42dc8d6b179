/* SPDX-License-Identifier: BSD-2-Clause */
/* test_set.c - sets of targets: syntax, sentences, joins, exclusions, index ↔ address. */
#include "unit/target/fixture_target.h"

#include <errno.h>

static void expect_intervals(const char *with, const char *without, const char *expected)
{
	struct mst_targets *targets = set_of(with, without);

	cr_expect_str_eq(intervals_of(targets), expected, "%s: %s", with, intervals_of(targets));
	mst_targets_free(targets);
}

Test(target_set, every_syntax_means_what_it_says)
{
	expect_intervals("10.0.2.2", NULL, "10.0.2.2-10.0.2.2");
	expect_intervals("10.0.2.0/24", NULL, "10.0.2.0-10.0.2.255");
	expect_intervals("10.0.2.77/24", NULL, "10.0.2.0-10.0.2.255");
	expect_intervals("10.0.2.77/32", NULL, "10.0.2.77-10.0.2.77");
	expect_intervals("10.0.2.77/31", NULL, "10.0.2.76-10.0.2.77");
	expect_intervals("10.0.2.2-10.0.3.9", NULL, "10.0.2.2-10.0.3.9");
	expect_intervals("10.0.2.2-4", NULL, "10.0.2.2-10.0.2.4");
	expect_intervals("10.0.0.1,3", NULL, "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3");
	expect_intervals("10.0.0-1.1,5-7", NULL,
	                 "10.0.0.1-10.0.0.1 10.0.0.5-10.0.0.7 10.0.1.1-10.0.1.1 10.0.1.5-10.0.1.7");
	expect_intervals("10.1,3.0.0-255", NULL, "10.1.0.0-10.1.0.255 10.3.0.0-10.3.0.255");
	expect_intervals("10.0.0-255.0-255", NULL, "10.0.0.0-10.0.255.255");
	expect_intervals("10.0.0.9,1,5,2", NULL, "10.0.0.1-10.0.0.2 10.0.0.5-10.0.0.5 10.0.0.9-10.0.0.9");
	expect_intervals("127.0.0.1 localhost", NULL, "127.0.0.1-127.0.0.1");
}

Test(target_set, the_order_and_overlaps_of_the_texts_do_not_matter)
{
	expect_intervals("10.0.0.5-9 10.0.0.1-6 10.0.0.10 10.0.0.1", NULL, "10.0.0.1-10.0.0.10");
	expect_intervals("10.0.0.9 10.0.0.1", NULL, "10.0.0.1-10.0.0.1 10.0.0.9-10.0.0.9");
	expect_intervals("10.0.0.0/8 10.0.0.7 10.255.255.255-11.0.0.0", NULL, "10.0.0.0-11.0.0.0");
}

Test(target_set, exclusions_split_trim_and_remove)
{
	expect_intervals("10.0.0.0/24", "10.0.0.10-20", "10.0.0.0-10.0.0.9 10.0.0.21-10.0.0.255");
	expect_intervals("10.0.0.0/24", "10.0.0.0 10.0.0.255", "10.0.0.1-10.0.0.254");
	expect_intervals("10.0.0.0/30 10.0.1.0/30", "10.0.0.0/30", "10.0.1.0-10.0.1.3");
	expect_intervals("10.0.0.0/24", "9.255.255.0-10.0.0.250", "10.0.0.251-10.0.0.255");
	expect_intervals("10.0.0.0/30 10.0.0.8/30", "10.0.0.2-9", "10.0.0.0-10.0.0.1 10.0.0.10-10.0.0.11");
	expect_intervals("10.0.0.1-9", "10.0.0.2,4,6,8",
	                 "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3 10.0.0.5-10.0.0.5 "
	                 "10.0.0.7-10.0.0.7 10.0.0.9-10.0.0.9");
	expect_intervals("10.0.0.1-2", "11.0.0.0/8", "10.0.0.1-10.0.0.2");
}

Test(target_set, the_whole_internet_counts_without_what_cannot_be_a_host)
{
	struct mst_targets *targets = set_of("0.0.0.0/0", NULL);

	cr_expect_eq(mst_targets_count(targets), (UINT64_C(1) << 32) - (1 << 25) - (1 << 29));
	cr_expect_eq(mst_targets_left_out(targets), (UINT64_C(1) << 25) + (1 << 29));
	cr_expect_str_eq(intervals_of(targets), "1.0.0.0-126.255.255.255 128.0.0.0-223.255.255.255");
	mst_targets_free(targets);
}

Test(target_set, left_out_counts_what_is_left_after_the_exclusions)
{
	struct mst_targets *targets = set_of("10.0.0.1 224.0.0.0/30 255.255.255.255 0.0.0.7", "224.0.0.1");

	cr_expect_eq(mst_targets_count(targets), 1);
	cr_expect_eq(mst_targets_left_out(targets), 5);
	mst_targets_free(targets);
}

static void expect_refusal(const char *text, const char *part)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };
	char quoted[256];

	snprintf(quoted, sizeof quoted, "target \"%s\"", text);
	cr_expect_eq(mst_targets_add(targets, text, &err), -EINVAL, "%s", text);
	cr_expect(strstr(err.text, part), "%s: %s", text, err.text);
	cr_expect(strstr(err.text, quoted), "%s: %s", text, err.text);
	cr_expect(strstr(err.text, "expected"), "%s: %s", text, err.text);
	cr_expect_eq(mst_targets_exclude(targets, text, &err), -EINVAL);
	cr_expect(strstr(err.text, "exclude \""), "%s", err.text);
	cr_expect_eq(mst_targets_close(targets, NULL), -EINVAL, "%s left something behind", text);
	mst_targets_free(targets);
}

Test(target_set, a_wrong_text_is_refused_with_its_reason)
{
	expect_refusal("", "empty");
	expect_refusal("10.0.0.300", "over 255");
	expect_refusal("10.0.0.99999999999999999999", "over 255");
	expect_refusal("10.0.0", "expected 10.0.0.0");
	expect_refusal("10.0.0.0.0", "four octets");
	expect_refusal("10.0.0.", "missing");
	expect_refusal(".0.0.1", "missing");
	expect_refusal("010.1.1.1", "leading zero");
	expect_refusal("10.1.1.00", "leading zero");
	expect_refusal("10.0.0.1/24/24", "follows the prefix");
	expect_refusal("10.0.0.0/33", "prefix length is over 32");
	expect_refusal("10.0.0.0/256", "prefix length is over 32");
	expect_refusal("10.0.0.0/08", "leading zero");
	expect_refusal("10.0.0.1/", "prefix length is missing");
	expect_refusal("10.0.0/24", "four octets");
	expect_refusal("10.0.0.0-3/24", "slash");
	expect_refusal("10.0.0.9-10.0.0.1", "backwards");
	expect_refusal("10.0.0.9-1", "backwards");
	expect_refusal("10.0.0.1-", "missing");
	expect_refusal("10.0.0.1-300", "over 255");
	expect_refusal("10.0.0.1-10.0.0.2-", "follows the range");
	expect_refusal("10.0.0.1-2-3", "follows the address");
	expect_refusal("10.0.0.,1", "missing");
	expect_refusal("-", "missing");
	expect_refusal("0-255.0-255.0-255.1,3", "more than 16,777,216 pieces");
}

Test(target_set, nothing_that_looks_like_a_number_is_asked_of_a_name_server)
{
	expect_refusal("10.0.0.1x", "neither");
	expect_refusal("0x7f.0.0.1", "expected 127.0.0.1");
	expect_refusal("127.0.0.0x1", "expected 127.0.0.1");
	expect_refusal("localhost/24", "neither");
	expect_refusal("host.1", "neither");
	expect_refusal("a..b", "neither");
	expect_refusal("-host", "neither");
	expect_refusal("10.0.0.1 ", "neither");
}

Test(target_set, a_text_for_a_terminal_is_shown_tamed)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_add(targets, "\033[2J", &err), -EINVAL);
	cr_expect(strstr(err.text, "\"?[2J\": neither"), "%s", err.text);
	cr_expect_eq(mst_targets_add(targets, "b\303\274cher", &err), -EINVAL);
	cr_expect(strstr(err.text, "\"b<U+00FC>cher\": neither"), "%s", err.text);
	mst_targets_free(targets);
}

static void expect_empty(const char *with, const char *without, const char *part)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	if (with)
		cr_assert_eq(mst_targets_add(targets, with, &err), 0);
	if (without)
		cr_assert_eq(mst_targets_exclude(targets, without, &err), 0);
	for (int again = 0; again < 2; again++) {
		err.text[0] = '\0';
		cr_expect_eq(mst_targets_close(targets, &err), -EINVAL);
		cr_expect(strstr(err.text, part), "%s", err.text);
	}
	cr_expect_eq(mst_targets_count(targets), 0);
	mst_targets_free(targets);
}

Test(target_set, an_empty_set_names_the_rule_that_emptied_it)
{
	expect_empty(NULL, NULL, "no targets given");
	expect_empty(NULL, "10.0.0.1", "no targets given");
	expect_empty("10.0.0.0/24", "10.0.0.0/16", "excluded");
	expect_empty("224.0.0.1", NULL, "never answer");
	expect_empty("0.0.0.0/8", "0.0.0.1", "never answer");
	expect_empty("255.255.255.255", NULL, "never answer");
}

Test(target_set, a_closed_set_takes_no_more_and_closes_again)
{
	struct mst_targets *targets = set_of("10.0.0.1", NULL);
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_add(targets, "10.0.0.2", &err), -EINVAL);
	cr_expect(strstr(err.text, "closed"), "%s", err.text);
	cr_expect_eq(mst_targets_close(targets, &err), 0);
	cr_expect_eq(mst_targets_count(targets), 1);
	mst_targets_free(targets);
	mst_targets_free(NULL);
}

static void expect_inverse(const struct mst_targets *targets, uint64_t step)
{
	uint32_t before = 0;

	for (uint64_t i = 0; i < mst_targets_count(targets); i += step) {
		struct mst_addr addr = mst_targets_at(targets, i);
		mst_uint128 index = UINT64_MAX;

		cr_assert_gt(mst_addr_ipv4(&addr), before);
		cr_assert(mst_targets_index(targets, &addr, &index));
		cr_assert_eq(index, i);
		before = mst_addr_ipv4(&addr);
	}
}

Test(target_set, index_and_address_are_inverse_and_ascending)
{
	static const char *const lists[] = {
		"10.0.0.1",
		"10.0.0.0/24",
		"10.0.0.1,3,5,7,9-99 11.0.0.0/24 12.0.0.1",
		"1.0.0.0-1.0.255.255 9.9.9.9",
		"10.0-3.0-255.1,3,5,7,9",
		/* many small runs beside a huge one share a slot of the table */
		"10.0.0-3.0,2,4,6,8,10,12,14,16,18,20 64.0.0.0-64.15.255.255",
		"64.0.0.0-64.15.255.255 70.0.0-3.0,2,4,6,8,10,12,14,16,18,20",
	};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct mst_targets *targets = set_of(lists[i], NULL);

		expect_inverse(targets, 1);
		mst_targets_free(targets);
	}
}

Test(target_set, index_and_address_are_inverse_over_the_whole_internet)
{
	struct mst_targets *targets = set_of("0.0.0.0/0", "10.0.0.0/8 127.0.0.0/8 192.168.0.0/16");
	struct mst_addr last = mst_targets_at(targets, mst_targets_count(targets) - 1);

	expect_inverse(targets, 65521);
	cr_expect_eq(mst_addr_ipv4(&last), 0xdfffffff);
	mst_targets_free(targets);
}

Test(target_set, an_address_outside_has_no_index)
{
	struct mst_targets *targets = set_of("10.0.0.2-4 10.0.0.9", NULL);
	static const uint32_t outside[] = { 0, 0x0a000001, 0x0a000005, 0x0a000008, 0x0a00000a, UINT32_MAX };
	struct mst_addr six = { .family = MST_IPV6 };
	mst_uint128 index;

	for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
		struct mst_addr addr = mst_addr_from_ipv4(outside[i]);

		cr_expect_not(mst_targets_index(targets, &addr, &index), "%x", outside[i]);
	}
	cr_expect_not(mst_targets_index(targets, &six, &index));
	mst_targets_free(targets);
}

Test(target_set, a_copy_without_some_addresses_leaves_the_original)
{
	struct mst_targets *targets = set_of("10.0.0.0/29 224.0.0.1", NULL), *copy;
	struct mst_addr addrs[] = { mst_addr_from_ipv4(0x0a000007), mst_addr_from_ipv4(0x0a000000),
		                    mst_addr_from_ipv4(0x0b000000), mst_addr_from_ipv4(0x0a000003) };
	uint64_t left_out = 0;

	copy = mst_targets_without(targets, addrs, 4, &left_out);
	cr_expect_str_eq(intervals_of(copy), "10.0.0.1-10.0.0.2 10.0.0.4-10.0.0.6");
	cr_expect_eq(left_out, 3);
	cr_expect_eq(mst_targets_count(copy), 5);
	cr_expect_eq(mst_targets_left_out(copy), 1);
	cr_expect_eq(mst_targets_count(targets), 8);
	expect_inverse(copy, 1);
	mst_targets_free(copy);
	mst_targets_free(targets);
}

Test(target_set, a_copy_may_be_empty)
{
	struct mst_targets *targets = set_of("10.0.0.1", NULL), *copy;
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000001), first, last;
	uint64_t left_out = 0;
	mst_uint128 index;

	copy = mst_targets_without(targets, &addr, 1, &left_out);
	cr_assert(copy);
	cr_expect_eq(mst_targets_count(copy), 0);
	cr_expect_eq(left_out, 1);
	cr_expect_not(mst_targets_index(copy, &addr, &index));
	cr_expect_not(mst_targets_interval(copy, 0, &first, &last));
	mst_targets_free(copy);
	mst_targets_free(targets);
}
