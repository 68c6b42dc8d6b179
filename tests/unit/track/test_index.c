/* SPDX-License-Identifier: BSD-2-Clause */
/* test_index.c - the index of entries by address and port. */
#include "track/index.h"

#include <criterion/criterion.h>

Test(track_index, a_slot_used_anew_forgets_what_stood_there)
{
	struct mst_index *index = mst_index_new(2, 4);
	struct mst_addr addr = mst_addr_from_ipv4(1), next;
	unsigned lane;
	uint32_t slot;

	cr_assert(mst_index_open_lane(index, 1));
	mst_index_put(index, 1, 3, &addr, 53);
	cr_assert(mst_index_find(index, &addr, 53, &lane, &slot));
	cr_expect(lane == 1 && slot == 3);
	cr_expect_not(mst_index_find(index, &addr, 54, &lane, &slot), "another port");
	for (uint32_t i = 2; i < 1000; i++) {
		next = mst_addr_from_ipv4(i);
		mst_index_put(index, 1, 3, &next, 53);
	}
	cr_expect_not(mst_index_find(index, &addr, 53, &lane, &slot));
	cr_expect(mst_index_find(index, &next, 53, &lane, &slot));
	mst_index_free(index);
}
