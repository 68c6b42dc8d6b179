/* SPDX-License-Identifier: BSD-2-Clause */
/* test_page_time.c - moments on a page. */
#include "watch/page_time.h"

#include <criterion/criterion.h>

Test(watch_page_time, is_utc_whatever_the_time_zone)
{
	char text[MST_PAGE_TIME];

	cr_expect_str_eq(mst_page_time(text, UINT64_C(1764422007999999999)), "2025-11-29 13:13:27 UTC");
	cr_expect_str_eq(mst_page_time(text, 0), "1970-01-01 00:00:00 UTC");
}
