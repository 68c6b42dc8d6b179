/* SPDX-License-Identifier: BSD-2-Clause */
/* test_claims.c - two machines that answer for one address: a conflict, unless routers share it. */
#include "round/claims.h"

#include <criterion/criterion.h>
#include <string.h>

static bool is_disputed(const char *one, const char *other)
{
	struct mst_neighbours *neighbours = mst_neighbours_new();
	struct mst_result first = { .addr = mst_addr_from_ipv4(0x0a000001), .has_mac = true };
	struct mst_answer second = { .target = first.addr, .has_mac = true };
	struct mst_claim claim;
	bool disputed;

	memcpy(first.mac, one, sizeof first.mac);
	memcpy(second.mac, other, sizeof second.mac);
	mst_neighbours_put(neighbours, &first);
	disputed = mst_claims_dispute(neighbours, &second, &claim);
	mst_neighbours_free(neighbours);
	return disputed;
}

Test(round_claims, another_machine_disputes_an_address)
{
	cr_expect(is_disputed("\2\0\0\0\0\1", "\2\0\0\0\0\2"));
	cr_expect_not(is_disputed("\2\0\0\0\0\1", "\2\0\0\0\0\1"));
}

Test(round_claims, routers_that_share_an_address_do_not)
{
	cr_expect_not(is_disputed("\0\0\x5e\0\1\7", "\2\0\0\0\0\2"));
	cr_expect_not(is_disputed("\2\0\0\0\0\2", "\0\0\x5e\0\1\7"));
	cr_expect_not(is_disputed("\0\7\xb4\0\1\1", "\0\7\xb4\0\1\2"));
}
