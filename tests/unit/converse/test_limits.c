/* SPDX-License-Identifier: BSD-2-Clause */
/* test_limits.c - limits of this machine. */
#include "converse/limits.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <sys/resource.h>

static unsigned with(rlim_t files, unsigned wanted)
{
	struct rlimit limit = { files, files };

	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	return mst_connections_at_once(wanted);
}

Test(converse_limits, connections_leave_descriptors_for_everything_else)
{
	cr_expect_eq(with(10000, 0), 2000);
	cr_expect_eq(with(10000, 5000), 5000);
	cr_expect_eq(with(1024, 5000), 960);
	cr_expect_eq(with(1024, 7), 7);
	cr_expect_eq(with(100, 0), 50);
}

Test(converse_limits, what_a_target_does_is_no_limit_of_this_machine)
{
	cr_expect(mst_is_own_limit(EMFILE));
	cr_expect(mst_is_own_limit(EADDRNOTAVAIL));
	cr_expect_not(mst_is_own_limit(ECONNREFUSED));
	cr_expect_not(mst_is_own_limit(ETIMEDOUT));
	cr_expect_not(mst_is_own_limit(EPERM));
}
