/* SPDX-License-Identifier: BSD-2-Clause */
/* test_handshakes.c - the table: found, bounded, few at a host, looked through in turn. */
#include "handshake/handshakes.h"

#include <criterion/criterion.h>

#define ROOM 64
#define PER_HOST 4

static struct mst_handshakes handshakes;

static void open_table(void)
{
	cr_assert_eq(mst_handshakes_open(&handshakes, ROOM, PER_HOST), 0);
}

static void close_table(void)
{
	mst_handshakes_close(&handshakes);
}

TestSuite(handshake_handshakes, .init = open_table, .fini = close_table);

static struct mst_addr host(uint32_t number)
{
	return mst_addr_from_ipv4(0x0a000000 + number);
}

static struct mst_handshake *add(uint32_t number, uint16_t port)
{
	struct mst_addr addr = host(number);

	return mst_handshakes_add(&handshakes, &addr, port);
}

static struct mst_handshake *find(uint32_t number, uint16_t port)
{
	struct mst_addr addr = host(number);

	return mst_handshakes_find(&handshakes, &addr, port);
}

static const struct mst_handshake_over *over(uint32_t number, uint16_t port)
{
	struct mst_addr addr = host(number);

	return mst_handshakes_over(&handshakes, &addr, port);
}

Test(handshake_handshakes, are_found_by_address_and_port_until_they_are_dropped)
{
	struct mst_handshake *one = add(1, 80), *other = add(1, 81);

	cr_assert(one && other);
	cr_expect_eq(find(1, 80), one);
	cr_expect_eq(find(1, 81), other);
	cr_expect_null(find(2, 80));
	one->our_port = 4000;
	mst_handshakes_drop(&handshakes, one, 77);
	cr_expect_null(find(1, 80));
	cr_expect_eq(find(1, 81), other);
	cr_expect_eq(handshakes.count, 1);
	cr_assert(over(1, 80));
	cr_expect_eq(over(1, 80)->our_port, 4000);
	cr_expect_eq(over(1, 80)->ended_ms, 77);
	cr_expect_null(over(1, 81));
}

Test(handshake_handshakes, a_host_has_few_at_once)
{
	struct mst_handshake *first = add(1, 1);

	for (uint16_t port = 2; port <= PER_HOST; port++)
		cr_assert(add(1, port));
	cr_expect_null(add(1, 99));
	mst_handshakes_drop(&handshakes, first, 0);
	cr_expect(add(1, 99));
}

Test(handshake_handshakes, are_bounded_and_their_room_is_used_again)
{
	uint32_t added = 0;

	for (uint32_t number = 0; number < 1000; number++)
		added += add(number, 80) != NULL;
	cr_assert_eq(added, ROOM - 1);
	for (uint32_t number = 0; number < 1000; number++) {
		if (find(number, 80))
			mst_handshakes_drop(&handshakes, find(number, 80), 0);
	}
	cr_assert_eq(handshakes.count, 0);
	for (uint32_t number = 2000; number < 3000 && handshakes.count < ROOM - 1; number++)
		add(number, 80);
	cr_expect_eq(handshakes.count, ROOM - 1);
	cr_expect_eq(handshakes.made, ROOM);
}

Test(handshake_handshakes, those_whose_time_has_come_are_found_in_one_round)
{
	uint32_t steps = 2 * ROOM, due = 0;

	for (uint32_t number = 0; number < 20; number++) {
		struct mst_handshake *handshake = add(number, 80);

		handshake->until_ms = number < 7 ? UINT32_MAX - 5 : 100; /* which is before 10, and after */
	}
	for (struct mst_handshake *next; (next = mst_handshakes_due(&handshakes, 10, &steps)); due++)
		mst_handshakes_drop(&handshakes, next, 10);
	cr_expect_eq(due, 7);
	cr_expect_eq(handshakes.count, 13);
}
