/* SPDX-License-Identifier: BSD-2-Clause */
/* test_fail.c - sentences have the lines of their format, and steer no terminal. */
#include "base/fail.h"

#include <criterion/criterion.h>
#include <errno.h>

Test(base_fail, a_sentence_has_no_control_characters)
{
	struct mst_error err;

	cr_expect_eq(mst_fail(&err, -EIO, "%s: %s", "a\nb\x1b", "malformed \x01\xff"), -EIO);
	cr_expect_str_eq(err.text, "a?b?: malformed ??");
}

Test(base_fail, lines_are_those_of_the_format_or_of_a_sentence_passed_on)
{
	struct mst_error err, again;

	mst_fail(&err, -EIO, "%s\n  at %s", "a", "b");
	cr_expect_str_eq(err.text, "a\n  at b");
	mst_fail(&again, -EIO, "%s", err.text);
	cr_expect_str_eq(again.text, "a\n  at b");
	mst_fail(&again, -EIO, "x: %s", err.text);
	cr_expect_str_eq(again.text, "x: a?  at b");
}

Test(base_fail, what_is_wrong_in_a_line_of_a_file_is_found_by_its_number)
{
	struct mst_error err;

	cr_expect_eq(mst_fail_line(&err, -EINVAL, "list", 7, "a NUL byte"), -EINVAL);
	cr_expect_str_eq(err.text, "list line 7: a NUL byte");
}
