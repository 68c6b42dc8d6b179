/* SPDX-License-Identifier: BSD-2-Clause */
/* test_hilbert.c - the curve of the map. */
#include "html/hilbert.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(html_hilbert, the_second_order_is_that_of_the_drawing)
{
	static const uint32_t drawing[4][4] = { { 0, 1, 14, 15 }, { 3, 2, 13, 12 }, { 4, 7, 8, 11 }, { 5, 6, 9, 10 } };

	for (uint32_t at = 0; at < 16; at++) {
		struct mst_html_place place = mst_html_hilbert(2, at);

		cr_expect_eq(drawing[place.y][place.x], at, "%u is at %u, %u", at, place.x, place.y);
	}
}

Test(html_hilbert, neighbours_on_the_line_are_neighbours_on_the_square)
{
	for (unsigned order = 1; order <= 8; order++) {
		struct mst_html_place before = mst_html_hilbert(order, 0);

		for (uint32_t at = 1; at < UINT32_C(1) << 2 * order; at++) {
			struct mst_html_place place = mst_html_hilbert(order, at);
			int across = abs((int)place.x - (int)before.x), along = abs((int)place.y - (int)before.y);

			cr_assert_eq(across + along, 1, "order %u, %u", order, at);
			before = place;
		}
	}
}

Test(html_hilbert, each_place_has_one_number_and_leads_back_to_it)
{
	for (unsigned order = 0; order <= 8; order++) {
		for (uint32_t at = 0; at < UINT32_C(1) << 2 * order; at++) {
			struct mst_html_place place = mst_html_hilbert(order, at);

			cr_assert_lt(place.x, UINT32_C(1) << order);
			cr_assert_lt(place.y, UINT32_C(1) << order);
			cr_assert_eq(mst_html_hilbert_at(order, place), at, "order %u, %u", order, at);
		}
	}
}

Test(html_hilbert, the_largest_order_holds_every_address)
{
	cr_expect_eq(mst_html_hilbert_at(16, mst_html_hilbert(16, UINT32_MAX)), UINT32_MAX);
	cr_expect_eq(mst_html_hilbert_at(16, mst_html_hilbert(16, 0x0a000001)), 0x0a000001);
}

/* A quarter of the numbers, or a sixteenth, is a square: this is what makes a prefix visible. */
Test(html_hilbert, a_prefix_is_a_square)
{
	for (uint32_t quarter = 0; quarter < 16; quarter++) {
		struct mst_html_place first = mst_html_hilbert(6, quarter << 8);

		for (uint32_t at = quarter << 8; at < (quarter + 1) << 8; at++) {
			struct mst_html_place place = mst_html_hilbert(6, at);

			cr_assert_eq(place.x >> 4, first.x >> 4);
			cr_assert_eq(place.y >> 4, first.y >> 4);
		}
	}
}
