/* SPDX-License-Identifier: BSD-2-Clause */
/* test_flaps.c - how often is often, and when it is over. */
#include <criterion/criterion.h>

#include "watch/flaps.h"

#define SECOND INT64_C(1000000000)

/* A digit for each change at these seconds: what it is; then 'o' where it is over. */
static void expect(unsigned most, const char *changes, const char *expected)
{
	struct mst_flaps flaps;
	char words[64] = "";
	size_t at = 0;
	uint64_t hushed;

	cr_assert_eq(mst_flaps_open(&flaps, 2, most, 10 * SECOND), 0);
	for (int second = 0; changes[second]; second++) {
		if (changes[second] == 'x')
			words[at++] = "tfh"[mst_flaps_take(&flaps, 1, second * SECOND)];
		if (mst_flaps_is_over(&flaps, 1, second * SECOND, &hushed))
			words[at++] = 'o', words[at++] = (char)('0' + hushed);
	}
	cr_expect_str_eq(words, expected, "%s: %s", changes, words);
	mst_flaps_close(&flaps);
}

Test(watch_flaps, more_changes_than_allowed_within_the_window_are_flapping)
{
	expect(2, "x..x..x", "ttf");
	expect(2, "x....x....x", "ttt");
	expect(2, "x....x...x", "ttf");
	expect(4, "xxxxx", "ttttf");
	expect(1, "x........x", "tf");
}

Test(watch_flaps, further_ones_are_hushed_until_a_window_has_none)
{
	expect(2, "xxxx.........", "ttfh");
	expect(2, "xxxx..........", "ttfho1");
	expect(2, "xxx.........x..........", "ttfho1");
	expect(2, "xxx..........x.x.x", "ttfo0ttf");
}

Test(watch_flaps, without_a_number_nothing_is_counted)
{
	struct mst_flaps flaps = { 0 };
	uint64_t hushed;

	for (int i = 0; i < 100; i++)
		cr_expect_eq(mst_flaps_take(&flaps, 0, i), MST_FLAP_NOT);
	cr_expect_not(mst_flaps_is_over(&flaps, 0, 100, &hushed));
}
