/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>

#include "rx/offloads.h"

/* Devices with LRO are in guests only (vmxnet3). */
Test(rx_offloads, where_lro_is_off_no_process_waits)
{
	static const char *const names[] = { "lo", "nosuch9", "", "a-name-that-is-longer-than-any" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct mst_offloads offloads;

		mst_offloads_guard(&offloads, names[i]);
		cr_assert_eq(offloads.held, -1);
		mst_offloads_release(&offloads);
		cr_assert_eq(offloads.done, -1);
	}
}
