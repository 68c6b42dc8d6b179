/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/socket_limit.h"

#include <criterion/criterion.h>
#include <sys/resource.h>
#include <unistd.h>

static void set(rlim_t now, rlim_t most)
{
	struct rlimit limit = { now, most };

	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

Test(net_socket_limit, descriptors_that_are_open_or_needed_are_kept_free)
{
	int lowest = dup(STDERR_FILENO);

	close(lowest);
	set(100, 100);
	cr_assert_eq(mst_socket_limit(), 100 - 16 - (uint32_t)lowest);
}

Test(net_socket_limit, the_limit_of_open_files_is_raised)
{
	struct rlimit limit;

	set(64, 512);
	cr_assert_gt(mst_socket_limit(), 400);
	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	cr_assert_eq(limit.rlim_cur, 512);
}

Test(net_socket_limit, there_is_always_one)
{
	set(5, 5);
	cr_assert_eq(mst_socket_limit(), 1);
}
