/* SPDX-License-Identifier: BSD-2-Clause */
/* test_stolen.c - what /proc/stat says of the time that a hypervisor took. */
#include "base/stolen.h"

#include <criterion/criterion.h>
#include <unistd.h>

#define MS UINT64_C(1000000)

Test(base_stolen, the_eighth_number_of_the_first_line_is_in_ticks)
{
	cr_expect_eq(mst_stolen_read("cpu  1 2 3 4 5 6 7 89 10 11\ncpu0 1 2 3 4 5 6 7 8 9 10\n", 100), 890 * MS);
	cr_expect_eq(mst_stolen_read("cpu  1 2 3 4 5 6 7 89 10 11\n", 1000), 89 * MS);
	cr_expect_eq(mst_stolen_read("cpu  1 2 3 4 5 6 7 89 10 11\n", 0), 890 * MS, "ticks that are not known");
}

Test(base_stolen, an_old_kernel_or_another_text_says_nothing)
{
	cr_expect_eq(mst_stolen_read("cpu  1 2 3 4 5 6 7\n", 100), 0);
	cr_expect_eq(mst_stolen_read("intr 1 2 3 4 5 6 7 8\n", 100), 0);
	cr_expect_eq(mst_stolen_read("", 100), 0);
	cr_expect_eq(mst_stolen_ns(-1), 0);
}

Test(base_stolen, time_never_goes_back_on_this_machine)
{
	int fd = mst_stolen_open();
	uint64_t before = mst_stolen_ns(fd);

	cr_expect_geq(mst_stolen_ns(fd), before);
	if (fd >= 0)
		close(fd);
}
