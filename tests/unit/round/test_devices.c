/* SPDX-License-Identifier: BSD-2-Clause */
/* test_devices.c - which drops of an interface count, as engines change. */
#include "round/devices.h"

#include <criterion/criterion.h>

#include "base/clock.h"

#define LOOPBACK 1

Test(round_devices, drops_count_once_an_engine_sends_that_does_not_report_them)
{
	struct mst_devices devices;
	uint64_t since_ns;

	mst_devices_open(&devices);
	cr_assert(devices.rtnl, "the loopback interface can be asked without rights");
	mst_devices_add(&devices, LOOPBACK, 3, true, true);
	mst_devices_add(&devices, LOOPBACK, 4, false, false);
	cr_assert_eq(devices.count, 1, "a device once");
	cr_expect(devices.devices[0].egress == 3 && !devices.devices[0].out && !devices.devices[0].in);
	devices.devices[0].drops = 77;
	mst_devices_renew(&devices, &devices.devices[0], true);
	cr_expect_eq(devices.devices[0].drops, 77, "the same kind of engine: nothing to do");
	mst_devices_renew(&devices, &devices.devices[0], false);
	cr_expect(devices.devices[0].out);
	cr_expect_eq(mst_devices_look(&devices, 0, mst_now_ns() + MST_NS_PER_SECOND, &since_ns), 0,
	             "what was dropped before does not count");
	mst_devices_renew(&devices, &devices.devices[0], true);
	cr_expect_not(devices.devices[0].out);
	mst_devices_close(&devices);
}
