/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/whole_file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

Test(base_whole_file, a_file_that_says_no_size_is_read_to_its_end)
{
	struct mst_error err;
	char *bytes;
	size_t size;

	cr_assert_eq(mst_file_read_whole(&bytes, &size, "/proc/self/status", 1 << 20, "a list", &err), 0);
	cr_expect_gt(size, 100);
	cr_expect_eq(memcmp(bytes, "Name:", 5), 0);
	free(bytes);
}

Test(base_whole_file, an_empty_file_is_one)
{
	struct mst_error err;
	char *bytes;
	size_t size;

	cr_assert_eq(mst_file_read_whole(&bytes, &size, "/dev/null", 1 << 20, "a list", &err), 0);
	cr_expect_eq(size, 0);
	free(bytes);
}

Test(base_whole_file, a_file_without_end_and_one_that_is_none_are_refused_in_a_sentence)
{
	struct mst_error err;
	char *bytes;
	size_t size;

	cr_expect_eq(mst_file_read_whole(&bytes, &size, "/dev/zero", 1 << 20, "a list", &err), -EINVAL);
	cr_expect_str_eq(err.text, "/dev/zero: longer than 1 MiB; expected a list");
	cr_expect_null(bytes);
	cr_expect_eq(mst_file_read_whole(&bytes, &size, "/nonexistent", 1 << 20, "a list", &err), -ENOENT);
	cr_expect_eq(mst_file_read_whole(&bytes, &size, "/tmp", 1 << 20, "a list", &err), -EISDIR);
	cr_expect_str_eq(err.text, "/tmp: cannot be read: Is a directory");
}
