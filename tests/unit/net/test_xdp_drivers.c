/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <string.h>

#include "net/driver.h"
#include "net/xdp_drivers.h"

Test(net_xdp_drivers, each_row_is_found_by_its_name_which_no_other_has)
{
	const struct mst_xdp_driver *row;
	size_t count = 0;

	for (; (row = mst_xdp_driver_at(count)); count++)
		cr_assert_eq(mst_xdp_driver_named(row->name), row, "%s is there twice", row->name);
	cr_assert_gt(count, 40);
	cr_assert_null(mst_xdp_driver_at(count + 1));
	cr_assert_null(mst_xdp_driver_named(""));
	cr_assert_null(mst_xdp_driver_named("carrier-pigeon"));
}

/* A name that is longer than the kernel's field would never be found. */
Test(net_xdp_drivers, each_row_names_its_source_and_first_kernel)
{
	const struct mst_xdp_driver *row;

	for (size_t i = 0; (row = mst_xdp_driver_at(i)); i++) {
		cr_assert_lt(strlen(row->name), MST_DRIVER_NAME, "%s", row->name);
		cr_assert(strstr(row->source, ".c: "), "%s", row->source);
		cr_assert_geq(row->since, MST_KERNEL(4, 8), "%s: XDP began with 4.8", row->name);
	}
}

Test(net_xdp_drivers, kernels_that_report_nothing_are_expected_to_have_what_their_driver_has)
{
	const struct mst_xdp_driver *veth = mst_xdp_driver_named("veth"), *igb = mst_xdp_driver_named("igb");

	cr_assert_eq(mst_driver_expected(veth, MST_KERNEL(6, 1)), MST_XDP_BASIC | MST_XDP_NDO_XMIT);
	cr_assert_eq(mst_driver_expected(igb, MST_KERNEL(6, 1)), MST_XDP_BASIC);
	cr_assert_eq(mst_driver_expected(igb, MST_KERNEL(5, 9)), 0);
	cr_assert_eq(mst_driver_expected(mst_xdp_driver_named("vmxnet3"), MST_KERNEL(6, 1)), 0, "since 6.6");
}
