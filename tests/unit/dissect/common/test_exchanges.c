/* SPDX-License-Identifier: BSD-2-Clause */
/* test_exchanges.c - which calls are remembered. */
#include <criterion/criterion.h>
#include <muster/addr.h>

#include "dissect/common/exchanges.h"

Test(dissect_common_exchanges, a_reply_finds_its_call_only_between_its_ends)
{
	struct mst_addr client = mst_addr_from_ipv4(0x0a000001), server = mst_addr_from_ipv4(0x0a000002);
	struct mst_exchanges calls = { 0 };
	struct mst_exchange call = {
		.client = client, .server = server, .port = 2049, .id = 7, .version = 3, .procedure = 4
	};
	const struct mst_exchange *found;

	cr_expect_null(mst_exchanges_find(&calls, 2049, 0, &client, &server), "the empty table has no call 0");
	mst_exchanges_add(&calls, &call);
	found = mst_exchanges_find(&calls, 2049, 7, &client, &server);
	cr_assert_not_null(found);
	cr_expect_eq(found->procedure, 4);
	cr_expect_null(mst_exchanges_find(&calls, 2049, 7, &server, &client));
	cr_expect_null(mst_exchanges_find(&calls, 2049, 8, &client, &server));
	cr_expect_null(mst_exchanges_find(&calls, 7000, 7, &client, &server), "of another service");
}

Test(dissect_common_exchanges, numbers_that_count_up_in_either_byte_order_share_no_slot)
{
	struct mst_addr client = mst_addr_from_ipv4(0x0a000001), server = mst_addr_from_ipv4(0x0a000002);

	for (unsigned shift = 0; shift <= 24; shift += 8) {
		struct mst_exchanges calls = { 0 };

		for (uint32_t i = 0; i < MST_EXCHANGES; i++) {
			struct mst_exchange call = {
				.client = client, .server = server, .port = 2049, .id = 0x12345678u ^ i << shift
			};

			mst_exchanges_add(&calls, &call);
		}
		for (uint32_t i = 0; i < MST_EXCHANGES; i++)
			cr_expect_not_null(
				mst_exchanges_find(&calls, 2049, 0x12345678u ^ i << shift, &client, &server));
	}
}
