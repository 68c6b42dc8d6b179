/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_drops.c - what the kernel says of dropped frames.
 */
#include <criterion/criterion.h>
#include <limits.h>
#include <net/if.h>

#include "net/drops.h"

Test(net_drops, loopback_has_counters)
{
	struct mst_drops drops = { UINT64_MAX, UINT64_MAX, UINT64_MAX };
	struct mst_rtnl *rtnl;

	cr_assert_eq(mst_rtnl_open(&rtnl, NULL), 0);
	cr_assert_eq(mst_drops_of(rtnl, (int)if_nametoindex("lo"), &drops), 0);
	cr_assert_lt(drops.out, UINT64_MAX);
	cr_assert_lt(drops.in, UINT64_MAX);
	cr_assert_lt(drops.missed, UINT64_MAX);
	mst_rtnl_close(rtnl);
}

Test(net_drops, an_unknown_device_is_an_error)
{
	struct mst_drops drops;
	struct mst_rtnl *rtnl;

	cr_assert_eq(mst_rtnl_open(&rtnl, NULL), 0);
	cr_assert_lt(mst_drops_of(rtnl, INT_MAX, &drops), 0);
	mst_rtnl_close(rtnl);
}
