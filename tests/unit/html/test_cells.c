/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cells.c - which addresses a cell is of, and how strong it is drawn. */
#include "html/cells.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct mst_html_leaf cell(uint32_t up, uint32_t down)
{
	return (struct mst_html_leaf){ .states = { [MST_UP] = up, [MST_DOWN] = down } };
}

Test(html_cells, the_share_that_is_up_makes_a_cell_strong)
{
	static const struct {
		uint32_t up, down;
		unsigned level;
	} shares[] = { { 1, 255, 1 },   { 15, 241, 1 }, { 16, 240, 2 }, { 64, 192, 3 },
		       { 128, 128, 4 }, { 224, 32, 5 }, { 256, 0, 5 },  { 0, 1, 5 } };

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		struct mst_html_leaf one = cell(shares[i].up, shares[i].down);

		cr_expect_eq(mst_html_cell_level(&one, false), shares[i].level, "%u of %u", shares[i].up,
		             shares[i].up + shares[i].down);
	}
}

Test(html_cells, each_address_of_a_panel_is_in_one_cell)
{
	for (unsigned bits = 0; bits <= 18; bits += 3) {
		struct mst_html_leaves leaves = { .bits = 32, .most = 1u << 18 };
		struct mst_html_panel panels[MST_HTML_PANELS_MAX];
		struct mst_html_cells *cells;
		uint64_t sum = 0;

		for (uint32_t i = 0; i < 1u << bits; i++)
			mst_html_leaves_add(&leaves, 0x0a000000 + i, MST_UP);
		mst_html_leaves_end(&leaves);
		cr_assert_eq(mst_html_panels(panels, &leaves), 1);
		cells = mst_html_cells_new(&leaves, panels);
		cr_assert_not_null(cells);
		for (size_t i = 0; i < mst_html_cells_count(cells); i++)
			sum += mst_html_leaf_count(&cells->at[i]);
		cr_expect_eq(sum, 1u << bits, "/%u", 32 - bits);
		free(cells);
		mst_html_leaves_free(&leaves);
	}
}
