/* SPDX-License-Identifier: BSD-2-Clause */
/* test_panels.c - which squares a map has. */
#include "html/panels.h"

#include <criterion/criterion.h>

static struct mst_html_leaves leaves;

static void add(uint32_t first, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		mst_html_leaves_add(&leaves, first + i, MST_DOWN);
}

static size_t panels_of(struct mst_html_panel *panels)
{
	mst_html_leaves_end(&leaves);
	return mst_html_panels(panels, &leaves);
}

static void begin(void)
{
	leaves = (struct mst_html_leaves){ .bits = 32, .most = 131072 };
}

static void end(void)
{
	mst_html_leaves_free(&leaves);
}

TestSuite(html_panels, .init = begin, .fini = end);

Test(html_panels, nothing_has_none)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];

	cr_expect_eq(panels_of(panels), 0);
}

Test(html_panels, up_to_a_20_there_are_rows)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];

	add(0x0a000000, 4096);
	cr_expect_eq(panels_of(panels), 1);
	cr_expect_eq(panels[0].shift, 12);
	cr_expect_not(mst_html_panel_is_curve(&panels[0]));
}

Test(html_panels, one_address_is_a_row)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];

	add(0x0a0000fe, 1);
	cr_expect_eq(panels_of(panels), 1);
	cr_expect_eq(panels[0].first, 0x0a000000);
	cr_expect_eq(panels[0].shift, 8);
}

Test(html_panels, above_a_20_there_is_a_curve)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];

	add(0x0a000000, 4097);
	cr_expect_eq(panels_of(panels), 1);
	cr_expect(mst_html_panel_is_curve(&panels[0]));
	cr_expect_eq(panels[0].shift, 13);
}

Test(html_panels, networks_that_are_far_apart_have_squares_of_their_own)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];

	add(0x0a000200, 256);
	add(0xac100000, 65536);
	add(0xc0a80100, 256);
	cr_expect_eq(panels_of(panels), 3);
	cr_expect_eq(panels[0].first, 0x0a000200);
	cr_expect_eq(panels[1].first, 0xac100000);
	cr_expect_eq(panels[1].shift, 16);
	cr_expect_eq(panels[2].first, 0xc0a80100);
	cr_expect_eq(panels[0].to, panels[1].from);
	cr_expect_eq(panels[2].to, leaves.count);
}

Test(html_panels, scattered_addresses_have_a_bounded_number)
{
	struct mst_html_panel panels[MST_HTML_PANELS_MAX];
	uint32_t number = 7;
	size_t count, from = 0;

	for (uint32_t i = 0; i < 1000; i++) {
		number += 4000000 + (i * 2654435761u) % 200000;
		mst_html_leaves_add(&leaves, number, MST_UP);
	}
	count = panels_of(panels);
	cr_expect_leq(count, MST_HTML_PANELS_MAX);
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(panels[i].from, from);
		from = panels[i].to;
	}
	cr_expect_eq(from, leaves.count);
}
