/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/file_at.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <unistd.h>

#include "base/temporary.h"

Test(base_file_at, bytes_come_back_from_where_they_were_put)
{
	int fd = mst_temporary_open_anywhere();
	char bytes[4] = "";

	cr_assert_geq(fd, 0);
	cr_expect_eq(mst_file_write_at(fd, "here", 4, 100), 0);
	cr_expect_eq(mst_file_read_at(fd, bytes, 4, 100), 4);
	cr_expect_arr_eq(bytes, "here", 4);
	close(fd);
}

Test(base_file_at, fewer_bytes_are_read_only_at_the_end_of_the_file)
{
	int fd = mst_temporary_open_anywhere();
	char bytes[8];

	cr_assert_geq(fd, 0);
	cr_expect_eq(mst_file_write_at(fd, "abc", 3, 0), 0);
	cr_expect_eq(mst_file_read_at(fd, bytes, sizeof bytes, 1), 2);
	cr_expect_eq(mst_file_read_at(fd, bytes, sizeof bytes, 3), 0);
	close(fd);
}

Test(base_file_at, a_file_that_cannot_be_read_or_written_says_why)
{
	char byte;

	cr_expect_eq(mst_file_read_at(-1, &byte, 1, 0), -EBADF);
	cr_expect_eq(mst_file_write_at(-1, "x", 1, 0), -EBADF);
}
