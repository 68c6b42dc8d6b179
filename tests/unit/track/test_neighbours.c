/* SPDX-License-Identifier: BSD-2-Clause */
/* test_neighbours.c - link-layer addresses of neighbours: two machines with one address, one machine with many. */
#include "track/neighbours.h"

#include <criterion/criterion.h>

#define MANY 5000

static struct mst_result answer(uint32_t number, uint8_t machine)
{
	return (struct mst_result){
		.addr = mst_addr_from_ipv4(0x0a000000 + number),
		.rtt_ns = 1000 + number,
		.attempts = 1,
		.mac = { 2, 0, 0, 0, (uint8_t)(machine >> 4), machine },
		.has_mac = true,
	};
}

Test(track_neighbours, many_are_found_again_each_with_its_own)
{
	struct mst_neighbours *neighbours = mst_neighbours_new();

	for (uint32_t i = 0; i < MANY; i++) {
		struct mst_result result = answer(i, (uint8_t)i);

		cr_assert_not_null(mst_neighbours_put(neighbours, &result));
	}
	for (uint32_t i = 0; i < MANY; i++) {
		struct mst_result result = answer(i, (uint8_t)i);
		const struct mst_neighbour *found = mst_neighbours_find(neighbours, &result.addr);

		cr_assert_not_null(found);
		cr_assert_arr_eq(found->mac, result.mac, 6);
		cr_assert_eq(found->rtt_ns, result.rtt_ns);
	}
	struct mst_addr other = mst_addr_from_ipv4(0x0b000000);

	cr_expect_null(mst_neighbours_find(neighbours, &other));
	mst_neighbours_free(neighbours);
}

Test(track_neighbours, the_first_machine_keeps_an_address_that_two_claim)
{
	struct mst_neighbours *neighbours = mst_neighbours_new();
	struct mst_result first = answer(1, 1), second = answer(1, 2);
	struct mst_neighbour *neighbour = mst_neighbours_put(neighbours, &first);

	cr_expect_eq(mst_neighbours_put(neighbours, &second), neighbour);
	cr_expect_arr_eq(neighbour->mac, first.mac, 6);
	cr_expect_eq(mst_neighbours_of(neighbours, second.mac, MST_IPV4), 0);
	mst_neighbours_free(neighbours);
}

Test(track_neighbours, the_addresses_of_a_machine_are_counted_and_walked)
{
	struct mst_neighbours *neighbours = mst_neighbours_new();
	struct mst_result busy = answer(0, 9);
	size_t at = 0, walked = 0;
	uint8_t mac[6];

	for (uint32_t i = 0; i < 300; i++) {
		struct mst_result result = answer(i, i % 3 ? (uint8_t)(100 + i % 50) : 9);

		mst_neighbours_put(neighbours, &result);
	}
	cr_expect_eq(mst_neighbours_of(neighbours, busy.mac, MST_IPV4), 100);
	cr_expect_eq(mst_neighbours_busiest_proxy(neighbours, mac), 0, "many addresses alone are none");
	mst_neighbours_prove(neighbours, busy.mac, MST_IPV4, MST_PROOF_UNUSED);
	cr_expect_eq(mst_neighbours_busiest_proxy(neighbours, mac), 100);
	cr_expect_arr_eq(mac, busy.mac, 6);
	while (mst_neighbours_next(neighbours, busy.mac, &at))
		walked++;
	cr_expect_eq(walked, 100);
	mst_neighbours_free(neighbours);
}

static bool is_proxy(uint32_t addresses, unsigned first, unsigned second, uint8_t family)
{
	struct mst_neighbours *neighbours = mst_neighbours_new();
	struct mst_result result = answer(0, 1);
	bool is;

	mst_neighbours_prove(neighbours, result.mac, MST_IPV4, first);
	for (uint32_t i = 0; i < addresses; i++) {
		result = answer(i, 1);
		mst_neighbours_put(neighbours, &result);
	}
	mst_neighbours_prove(neighbours, result.mac, MST_IPV4, second);
	is = mst_neighbours_is_proxy(neighbours, result.mac, family);
	mst_neighbours_free(neighbours);
	return is;
}

Test(track_neighbours, a_proxy_has_several_addresses_and_answers_for_unused_ones)
{
	cr_expect(is_proxy(MST_PROXY_ADDRESSES, MST_PROOF_UNUSED, 0, MST_IPV4), "proof first");
	cr_expect(is_proxy(MST_PROXY_ADDRESSES, 0, MST_PROOF_UNUSED, MST_IPV4), "proof last");
	cr_expect(is_proxy(256, MST_PROOF_FIRST, MST_PROOF_LAST, MST_IPV4), "both ends of a /24");
	cr_expect_not(is_proxy(255, MST_PROOF_FIRST, MST_PROOF_NONE, MST_IPV4), "one end of it");
	cr_expect_not(is_proxy(5000, 0, 0, MST_IPV4), "many addresses");
	cr_expect_not(is_proxy(MST_PROXY_ADDRESSES - 1, MST_PROOF_UNUSED, 0, MST_IPV4), "a router for other networks");
	cr_expect_not(is_proxy(256, MST_PROOF_UNUSED, 0, MST_IPV6), "of the other family");
}
