/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/temporary.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void is_nameless(int fd)
{
	struct stat status;
	char byte = 'm';

	cr_assert_geq(fd, 0);
	cr_assert_eq(fstat(fd, &status), 0);
	cr_expect_eq(status.st_nlink, 0);
	cr_expect_eq(status.st_mode & 0777, 0600);
	cr_expect(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	cr_expect_eq(write(fd, &byte, 1), 1);
	cr_expect_eq(pread(fd, &byte, 1, 0), 1);
	close(fd);
}

Test(base_temporary, a_file_for_this_process_has_no_name_and_is_readable_by_nobody_else)
{
	is_nameless(mst_temporary_open("/tmp"));
	is_nameless(mst_temporary_open(""));
	is_nameless(mst_temporary_open_anywhere());
}

Test(base_temporary, a_folder_that_does_not_exist_is_passed_over)
{
	cr_expect_eq(mst_temporary_open("/nonexistent/folder"), -ENOENT);
	setenv("TMPDIR", "/nonexistent/folder", 1);
	is_nameless(mst_temporary_open_anywhere());
}
