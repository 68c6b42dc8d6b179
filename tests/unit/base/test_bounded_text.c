/* SPDX-License-Identifier: BSD-2-Clause */
/* test_bounded_text.c - what does not fit is left out, and told. */
#include "base/bounded_text.h"

#include <criterion/criterion.h>

Test(base_bounded_text, grows_until_something_does_not_fit)
{
	char room[8];
	struct mst_bounded_text text = { room, sizeof room, false };

	mst_bounded_add(&text, "%d, ", 12);
	mst_bounded_add(&text, "%s", "too long");
	cr_expect(text.cut);
	cr_expect_str_eq(room, "12, ");
	text.cut = false;
	mst_bounded_add(&text, "%s", "345");
	cr_expect_str_eq(room, "12, 345");
	cr_expect_not(text.cut);
	mst_bounded_add(&text, "6");
	cr_expect(text.cut);
	cr_expect_str_eq(room, "12, 345");
}
