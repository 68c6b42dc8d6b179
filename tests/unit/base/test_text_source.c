/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text_source.h"

#include <criterion/criterion.h>
#include <errno.h>

Test(base_text_source, a_text_begins_in_line_one_behind_its_byte_order_mark)
{
	struct mst_text_source source;
	struct mst_error err;

	cr_assert_eq(mst_text_source_begin(&source, "list",
	                                   "\xef\xbb\xbf"
	                                   "a",
	                                   4, &err),
	             0);
	cr_expect_eq(mst_read_u8(&source.rest), 'a');
	cr_expect_eq(mst_text_source_fail(&source, -ENOMEM, "no memory"), -ENOMEM);
	cr_expect_str_eq(err.text, "list line 1: no memory");
}

Test(base_text_source, a_text_in_utf_16_is_refused)
{
	struct mst_text_source source;
	struct mst_error err;

	cr_expect_eq(mst_text_source_begin(&source, "list",
	                                   "\xff\xfe"
	                                   "a",
	                                   3, &err),
	             -EINVAL);
	cr_expect_str_eq(err.text, "list line 1: the file is UTF-16; expected UTF-8 or ASCII");
}
