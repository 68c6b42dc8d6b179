/* SPDX-License-Identifier: BSD-2-Clause */
/* test_talked.c - ports that wait, by host. */
#include "converse/talked.h"

#include <criterion/criterion.h>
#include <netinet/in.h>

static struct mst_open_port port_of(uint32_t host, uint16_t port)
{
	return (struct mst_open_port){ .addr = mst_addr_from_ipv4(host),
		                       .port = port,
		                       .proto = IPPROTO_TCP,
		                       .position = (uint64_t)host << 16 | port };
}

static void put(struct mst_talked *talked, uint32_t host, uint16_t port)
{
	struct mst_open_port open = port_of(host, port);

	cr_assert_eq(mst_talked_put(talked, &open), 0);
}

Test(converse_talked, hosts_take_turns_and_their_ports_keep_their_order)
{
	static const uint16_t expected[] = { 1, 11, 2, 12, 3 };
	struct mst_talked talked = { .per_host = 8 };
	struct mst_open_port port;

	for (uint16_t i = 1; i <= 3; i++)
		put(&talked, 1, i);
	put(&talked, 2, 11);
	put(&talked, 2, 12);
	for (int i = 0; i < 5; i++) {
		cr_assert(mst_talked_take(&talked, &port));
		cr_expect_eq(port.port, expected[i]);
		cr_expect_eq(port.position, (uint64_t)mst_addr_ipv4(&port.addr) << 16 | port.port);
	}
	cr_expect_not(mst_talked_take(&talked, &port));
	cr_expect_eq(talked.count, 0);
	mst_talked_free(&talked);
}

Test(converse_talked, a_host_with_enough_connections_waits_for_one_to_end)
{
	struct mst_talked talked = { .per_host = 1 };
	struct mst_open_port port;
	uint32_t host;

	put(&talked, 1, 1);
	put(&talked, 1, 2);
	host = mst_talked_take(&talked, &port);
	cr_assert(host);
	cr_expect_not(mst_talked_take(&talked, &port));
	mst_talked_release(&talked, host);
	cr_expect_eq(mst_talked_take(&talked, &port), host);
	cr_expect_eq(port.port, 2);
	mst_talked_free(&talked);
}

Test(converse_talked, all_of_many_hosts_are_taken_once)
{
	enum { HOSTS = 5000, PORTS = 5 };
	struct mst_talked talked = { .per_host = 2 };
	static uint8_t taken[HOSTS][PORTS];
	struct mst_open_port port;
	uint32_t host, left = HOSTS * PORTS;

	for (uint16_t i = 0; i < PORTS; i++)
		for (uint32_t at = 0; at < HOSTS; at++)
			put(&talked, at, i);
	while ((host = mst_talked_take(&talked, &port))) {
		cr_expect_eq(taken[mst_addr_ipv4(&port.addr)][port.port]++, 0);
		left--;
		if (left % 2)
			mst_talked_release(&talked, host);
	}
	cr_expect_eq(talked.count, left, "those of hosts with enough connections wait");
	mst_talked_free(&talked);
}
