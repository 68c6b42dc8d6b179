/* SPDX-License-Identifier: BSD-2-Clause */
/* test_spread.c - how times are distributed. */
#include "html/spread.h"

#include <criterion/criterion.h>
#include <string.h>

#include "unit/html/fixture_html.h"

Test(html_spread, quantiles_are_within_six_percent)
{
	struct mst_html_spread spread = { 0 };

	for (uint64_t i = 1; i <= 1000; i++)
		mst_html_spread_add(&spread, i * 1000000);
	for (unsigned percent = 10; percent <= 100; percent += 10) {
		double found = (double)mst_html_spread_quantile(&spread, percent / 100.0), right = percent * 1e7;

		cr_expect(found <= right && found >= right * 0.93, "%u: %g, %g", percent, found, right);
	}
}

Test(html_spread, any_time_has_a_counter)
{
	struct mst_html_spread spread = { 0 };

	for (unsigned shift = 0; shift < 64; shift++)
		mst_html_spread_add(&spread, UINT64_C(1) << shift);
	mst_html_spread_add(&spread, 0);
	mst_html_spread_add(&spread, UINT64_MAX);
	cr_expect_eq(spread.count, 66);
	cr_expect_eq(spread.at[0], 1);
	cr_expect_eq(spread.at[1], 1);
}

Test(html_spread, a_picture_has_few_columns_and_all_times)
{
	struct mst_html_spread spread = { 0 };
	const char *text;

	for (uint64_t i = 1; i < 2000000000; i += i / 3 + 1)
		mst_html_spread_add(&spread, i);
	mst_html_spread_draw(fixture_ink(), &spread);
	text = fixture_text();
	cr_expect_leq(fixture_count(text, "<rect "), 24);
	cr_expect_geq(fixture_count(text, "<rect "), 12);
	cr_expect(strstr(text, "half of them within"));
}

Test(html_spread, one_time_is_a_picture_and_none_is_not)
{
	struct mst_html_spread spread = { 0 };

	mst_html_spread_draw(fixture_ink(), &spread);
	cr_expect_str_eq(fixture_text(), "");
	mst_html_spread_add(&spread, 1500000);
	mst_html_spread_draw(fixture_ink(), &spread);
	cr_expect_eq(fixture_count(fixture_text(), "<rect "), 1);
	cr_expect(strstr(fixture_text(), "1 time: "));
}
