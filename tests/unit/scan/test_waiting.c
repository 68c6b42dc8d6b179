/* SPDX-License-Identifier: BSD-2-Clause */
#include "scan/waiting.h"

#include <criterion/criterion.h>
#include <string.h>

static struct mst_result open_at(uint64_t position)
{
	return (struct mst_result){
		.position = position,
		.addr = mst_addr_from_ipv4(0x0a000000 + (uint32_t)position),
		.rtt_ns = (int64_t)position * 10,
		.time_ns = position * 1000,
		.port = 22,
		.proto = 6,
		.state = MST_OPEN,
		.reason = MST_SYN_ACK,
		.ttl = 64,
		.attempts = 2,
		.attempt = 1,
		.mac = { 2, 0, 0, 0, 0, (uint8_t)position },
		.has_mac = true,
		.about_port = true,
	};
}

Test(scan_waiting, a_port_comes_back_as_an_amendment_with_the_facts_of_its_verdict)
{
	struct mst_result put = open_at(7), taken = { .addr = put.addr, .port = put.port };
	struct mst_waiting waiting = { 0 };

	put.suspect = MST_SUSPECT_EVERY_PORT;
	cr_assert_eq(mst_waiting_put(&waiting, &put), 0);
	cr_assert(mst_waiting_take(&waiting, 7, &taken));
	cr_assert(taken.amended && taken.about_port);
	cr_assert_eq(taken.state, MST_OPEN);
	cr_assert_eq(taken.was, MST_OPEN);
	cr_assert_eq(taken.position, 7);
	cr_assert_eq(taken.rtt_ns, 70);
	cr_assert_eq(taken.time_ns, 7000);
	cr_assert_eq(taken.proto, 6);
	cr_assert_eq(taken.reason, MST_SYN_ACK);
	cr_assert_eq(taken.ttl, 64);
	cr_assert_eq(taken.attempts, 2);
	cr_assert_eq(taken.attempt, 1);
	cr_assert_eq(taken.suspect, MST_SUSPECT_EVERY_PORT);
	cr_assert(taken.has_mac && memcmp(taken.mac, put.mac, sizeof put.mac) == 0);
	cr_assert(mst_addr_equal(&taken.from, &put.addr));
	mst_waiting_free(&waiting);
}

Test(scan_waiting, a_port_is_taken_once)
{
	struct mst_result put = open_at(7), taken = put;
	struct mst_waiting waiting = { 0 };

	cr_assert_not(mst_waiting_take(&waiting, 7, &taken));
	cr_assert_eq(mst_waiting_put(&waiting, &put), 0);
	cr_assert_eq(mst_waiting_put(&waiting, &put), 0);
	cr_assert_eq(waiting.count, 1);
	cr_assert(mst_waiting_take(&waiting, 7, &taken));
	cr_assert_not(mst_waiting_take(&waiting, 7, &taken));
	cr_assert_eq(waiting.count, 0);
	mst_waiting_free(&waiting);
}

Test(scan_waiting, what_has_no_position_is_not_found)
{
	struct mst_result put = open_at(7);
	struct mst_waiting waiting = { 0 };

	cr_assert_eq(mst_waiting_put(&waiting, &put), 0);
	cr_assert_null(mst_waiting_find(&waiting, MST_NO_POSITION));
	mst_waiting_free(&waiting);
}

/* Positions far apart and close together, taken in another order than they came. */
Test(scan_waiting, the_rest_is_found_after_others_were_taken)
{
	enum { COUNT = 5000 };
	struct mst_waiting waiting = { 0 };
	struct mst_result result;

	for (uint64_t i = 0; i < COUNT; i++) {
		result = open_at(i * i * 77);
		cr_assert_eq(mst_waiting_put(&waiting, &result), 0);
	}
	for (uint64_t i = 0; i < COUNT; i += 3)
		cr_assert(mst_waiting_take(&waiting, i * i * 77, &result));
	for (uint64_t i = 0; i < COUNT; i++)
		cr_assert_eq(mst_waiting_find(&waiting, i * i * 77) != NULL, i % 3 != 0, "%d", (int)i);
	cr_assert_eq(waiting.count, COUNT - (COUNT + 2) / 3);
	mst_waiting_free(&waiting);
}

Test(scan_waiting, a_walk_meets_every_port_once)
{
	const struct mst_waiting_port *port;
	struct mst_waiting waiting = { 0 };
	uint64_t sum = 0;
	size_t at = 0;

	for (uint64_t i = 1; i <= 100; i++) {
		struct mst_result result = open_at(i);

		cr_assert_eq(mst_waiting_put(&waiting, &result), 0);
	}
	while ((port = mst_waiting_next(&waiting, &at)))
		sum += port->position;
	cr_assert_eq(sum, 5050);
	mst_waiting_free(&waiting);
}
