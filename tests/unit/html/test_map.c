/* SPDX-License-Identifier: BSD-2-Clause */
/* test_map.c - the drawing of addresses, and the counts for the script. */
#include "html/map.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/html/fixture_html.h"

static struct mst_html_leaves leaves;

static void begin(void)
{
	leaves = (struct mst_html_leaves){ .bits = 32, .most = 131072 };
}

static void end(void)
{
	mst_html_leaves_free(&leaves);
}

static void add(uint32_t number, enum mst_state state)
{
	mst_html_leaves_add(&leaves, number, state);
}

static const char *drawn(void)
{
	mst_html_leaves_end(&leaves);
	mst_html_map_draw(fixture_ink(), &leaves);
	return fixture_text();
}

static const char *data(void)
{
	mst_html_map_data(fixture_ink(), &leaves);
	return fixture_text();
}

TestSuite(html_map, .init = begin, .fini = end);

Test(html_map, neighbours_that_are_alike_are_one_rectangle)
{
	for (uint32_t i = 0; i < 256; i++)
		add(0x0a000000 + i, i == 7 ? MST_UP : MST_DOWN);
	cr_expect(strstr(drawn(), "fill=\"url(#p-down)\" d=\"M118 20h28v14h-28zM150 20h992v14h-992z\""), "%s", drawn());
	cr_expect(strstr(drawn(), "fill=\"url(#p-up)\" d=\"M146 20h4v14h-4z\""));
	cr_expect(strstr(drawn(), "aria-label=\"Map of 10.0.0.0/24: 1 up 255 down\""));
}

Test(html_map, rows_have_a_digit_for_each_address)
{
	add(0x0a000001, MST_UP);
	add(0x0a000003, MST_DOWN);
	add(0x0a000200, MST_OPEN);
	drawn();
	cr_expect(strstr(data(), "\"rows\":[[167772160,\".3.1...."), "%s", data());
	cr_expect(strstr(data(), "[167772672,\"7....."));
}

Test(html_map, a_curve_has_the_share_of_each_prefix)
{
	for (uint32_t i = 0; i < 65536; i++)
		add(0x0a140000 + i, i < 16 || i == 16 ? MST_UP : MST_DOWN);
	cr_expect(strstr(drawn(), "<path class=\"v5\" fill=\"url(#p-up)\" d=\"M0 0h10v10h-10z\""), "%s", drawn());
	cr_expect(strstr(drawn(), "<path class=\"v2\" fill=\"url(#p-up)\" d=\"M10 0h10v10h-10z\"") ||
	          strstr(drawn(), "<path class=\"v2\" fill=\"url(#p-up)\" d=\"M0 10h10v10h-10z\""));
	cr_expect(strstr(drawn(), "10.20.0.0/16 in cells of /28"));
	cr_expect(strstr(data(), "\"cells\":\"0 3=16;1 1=15 3=1;2 1=16;"), "%s", data());
}

Test(html_map, without_addresses_there_is_no_map)
{
	cr_expect_str_eq(drawn(), "");
	cr_expect_str_eq(data(), "[]");
}

Test(html_map, every_state_has_a_pattern_and_a_swatch)
{
	const char *text;

	mst_html_map_patterns(fixture_ink());
	text = fixture_text();
	cr_expect_eq(fixture_count(text, "<pattern "), MST_STATE_COUNT);
	for (enum mst_state state = 0; state < MST_STATE_COUNT; state++)
		cr_expect(strstr(text, mst_html_state_class(state)));
	mst_html_swatch(fixture_ink(), MST_OPEN_FILTERED);
	cr_expect(strstr(fixture_text(), "url(#p-open-filtered)"));
}

/* A few /8 and a /24: leaves are shorter than cells, and cells than leaves. */
Test(html_map, large_and_small_networks_beside_one_another_are_drawn)
{
	end();
	leaves.most = 4096;
	for (uint32_t i = 0; i < 1u << 20; i++)
		add(0x0a000000 + (i << 4), i % 3 ? MST_DOWN : MST_UP);
	for (uint32_t i = 0; i < 256; i++)
		add(0xc0a80100 + i, MST_UP);
	cr_expect(strstr(drawn(), "Map of 10.0.0.0/8"));
	cr_expect(strstr(drawn(), "Map of 192.168."), "%s", drawn());
}
