/* SPDX-License-Identifier: BSD-2-Clause */
/* test_tree.c - IPv6 by prefixes. */
#include "html/tree.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static void add(struct mst_html_leaves *leaves, const char *text, enum mst_state state)
{
	struct mst_addr addr = fixture_addr(text);

	mst_html_leaves_add(leaves, mst_html_number(&addr), state);
}

Test(html_tree, a_line_for_each_prefix_in_which_addresses_part)
{
	struct mst_html_leaves leaves = { .bits = 128, .most = 100 };
	const char *text;

	add(&leaves, "2001:db8::1", MST_UP);
	add(&leaves, "2001:db8::2", MST_DOWN);
	add(&leaves, "2001:db8:9::1", MST_UP);
	mst_html_leaves_end(&leaves);
	mst_html_tree_draw(fixture_ink(), &leaves);
	text = fixture_text();
	cr_expect(strstr(text, ">2001:db8::/44</a>"), "%s", text);
	cr_expect(strstr(text, ">2001:db8::/124</a>"));
	cr_expect(strstr(text, ">2001:db8::2</a>"));
	cr_expect(strstr(text, "<span>2 up 1 down </span>"));
	cr_expect_eq(fixture_count(text, "<li>"), 5);
	cr_expect_eq(fixture_count(text, "<li>"), fixture_count(text, "</li>"));
	cr_expect_eq(fixture_count(text, "<ul"), fixture_count(text, "</ul>"));
	mst_html_leaves_free(&leaves);
}

Test(html_tree, networks_without_a_common_prefix_stand_side_by_side)
{
	struct mst_html_leaves leaves = { .bits = 128, .most = 100 };

	add(&leaves, "2001:db8::1", MST_UP);
	add(&leaves, "fd00::1", MST_UP);
	mst_html_leaves_end(&leaves);
	mst_html_tree_draw(fixture_ink(), &leaves);
	cr_expect_eq(fixture_count(fixture_text(), "<li>"), 2);
	cr_expect_not(strstr(fixture_text(), "::/0"));
	mst_html_leaves_free(&leaves);
}

Test(html_tree, many_addresses_are_a_bounded_number_of_lines)
{
	struct mst_html_leaves leaves = { .bits = 128, .most = 4096 };

	for (uint64_t i = 0; i < 20000; i++)
		mst_html_leaves_add(&leaves, ((mst_uint128)0x20010db8 << 96) + ((mst_uint128)i * i << 20), MST_UP);
	mst_html_leaves_end(&leaves);
	mst_html_tree_draw(fixture_ink(), &leaves);
	cr_expect_leq(fixture_count(fixture_text(), "<li>"), 2 * MST_HTML_TREE_MAX);
	cr_expect(strstr(fixture_text(), "20000 up"));
	mst_html_leaves_free(&leaves);
}

Test(html_tree, without_addresses_there_is_none)
{
	struct mst_html_leaves leaves = { .bits = 128, .most = 100 };

	mst_html_tree_draw(fixture_ink(), &leaves);
	cr_expect_str_eq(fixture_text(), "");
}
