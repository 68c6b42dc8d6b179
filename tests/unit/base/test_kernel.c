/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "base/kernel.h"

Test(base_kernel, releases_of_distributions_become_numbers_that_can_be_compared)
{
	cr_assert_eq(mst_kernel_of("6.1.0-57-amd64"), MST_KERNEL(6, 1));
	cr_assert_eq(mst_kernel_of("6.12.117+deb13-amd64"), MST_KERNEL(6, 12));
	cr_assert_eq(mst_kernel_of("7.2-rc1"), MST_KERNEL(7, 2));
	cr_assert_gt(mst_kernel_of("6.12.1"), mst_kernel_of("6.3.0"));
	cr_assert_gt(mst_kernel_of("7.0"), mst_kernel_of("6.18"));
}

Test(base_kernel, what_does_not_begin_with_two_numbers_is_0)
{
	cr_assert_eq(mst_kernel_of(""), 0);
	cr_assert_eq(mst_kernel_of("generic"), 0);
	cr_assert_eq(mst_kernel_of("6"), 0);
	cr_assert_eq(mst_kernel_of("99999.1"), 0);
}

Test(base_kernel, this_one_has_a_version)
{
	cr_assert_gt(mst_kernel(), MST_KERNEL(2, 6));
}
