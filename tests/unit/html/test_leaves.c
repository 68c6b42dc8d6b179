/* SPDX-License-Identifier: BSD-2-Clause */
/* test_leaves.c - addresses by prefixes, in bounded memory. */
#include "html/leaves.h"

#include <criterion/criterion.h>

static struct mst_html_leaves of_ipv4(size_t most)
{
	return (struct mst_html_leaves){ .bits = 32, .most = most };
}

Test(html_leaves, addresses_stand_one_by_one_while_there_is_room)
{
	struct mst_html_leaves leaves = of_ipv4(8);

	for (uint32_t i = 0; i < 8; i++)
		mst_html_leaves_add(&leaves, 0x0a000000 + 3 * i, i % 2 ? MST_UP : MST_DOWN);
	mst_html_leaves_end(&leaves);
	cr_expect_eq(leaves.count, 8);
	cr_expect_eq(leaves.shift, 0);
	cr_expect_eq(mst_html_leaves_find(&leaves, 0x0a000003), 1);
	cr_expect_eq(mst_html_leaves_find(&leaves, 0x0a000004), 2);
	cr_expect_eq(mst_html_leaves_find(&leaves, 0x0b000000), 8);
	mst_html_leaves_free(&leaves);
}

Test(html_leaves, prefixes_become_shorter_and_lose_no_address)
{
	struct mst_html_leaves leaves = of_ipv4(16);
	struct mst_html_leaf sum;

	for (uint32_t i = 0; i < 100000; i++)
		mst_html_leaves_add(&leaves, 0x0a000000 + i, i % 4 ? MST_DOWN : MST_UP);
	mst_html_leaves_end(&leaves);
	cr_expect_leq(leaves.count, 16);
	cr_expect_gt(leaves.count, 4);
	sum = mst_html_leaves_sum(&leaves, 0, leaves.count);
	cr_expect_eq(sum.states[MST_UP], 25000);
	cr_expect_eq(sum.states[MST_DOWN], 75000);
	cr_expect_eq(mst_html_leaf_count(&sum), 100000);
	mst_html_leaves_free(&leaves);
}

Test(html_leaves, addresses_that_are_far_apart_fit_any_room)
{
	struct mst_html_leaves leaves = { .bits = 128, .most = 2 };

	for (unsigned i = 0; i < 128; i++)
		mst_html_leaves_add(&leaves, (mst_uint128)1 << i, MST_UP);
	mst_html_leaves_end(&leaves);
	cr_expect_leq(leaves.count, 2);
	cr_expect_eq(leaves.at[0].states[MST_UP] + (leaves.count > 1 ? leaves.at[1].states[MST_UP] : 0), 128);
	mst_html_leaves_free(&leaves);
}

/* The addresses of two links may be the same. */
Test(html_leaves, what_came_out_of_order_is_ordered_at_the_end)
{
	struct mst_html_leaves leaves = of_ipv4(8);

	mst_html_leaves_add(&leaves, 5, MST_UP);
	mst_html_leaves_add(&leaves, 2, MST_UP);
	mst_html_leaves_add(&leaves, 5, MST_DOWN);
	mst_html_leaves_end(&leaves);
	cr_expect_eq(leaves.count, 2);
	cr_expect_eq(leaves.at[0].first, 2);
	cr_expect_eq(leaves.at[1].states[MST_DOWN], 1);
	mst_html_leaves_free(&leaves);
}

Test(html_leaves, one_open_or_up_stands_for_a_prefix_and_else_the_most)
{
	struct mst_html_leaf leaf = { .states = { [MST_DOWN] = 200, [MST_UP] = 1, [MST_UNREACHABLE] = 3 } };

	cr_expect_eq(mst_html_leaf_state(&leaf, false), MST_UP);
	leaf.states[MST_OPEN] = 1;
	cr_expect_eq(mst_html_leaf_state(&leaf, false), MST_OPEN);
	leaf.states[MST_OPEN] = leaf.states[MST_UP] = 0;
	cr_expect_eq(mst_html_leaf_state(&leaf, false), MST_DOWN);
}

Test(html_leaves, a_prefix_is_named_as_people_write_it)
{
	char text[MST_HTML_PREFIX_TEXT];

	cr_expect_str_eq(mst_html_prefix(text, 32, 0x0a000000, 8), "10.0.0.0/24");
	cr_expect_str_eq(mst_html_prefix(text, 32, 0x0a000001, 0), "10.0.0.1");
	cr_expect_str_eq(mst_html_prefix(text, 128, (mst_uint128)0x20010db8 << 96, 96), "2001:db8::/32");
}
