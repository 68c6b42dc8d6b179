/* SPDX-License-Identifier: BSD-2-Clause */
/* bench_ticket.c - time to compute the seal of a question, and to write its ticket and read it back. */
#include "bench.h"

#include "probe/ticket.h"

static const struct mst_key key = { { 1, 2 } };

static uint64_t seal(void *user, uint64_t count)
{
	struct mst_addr addr = *(const struct mst_addr *)user;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++)
		sum += mst_seal_of(&key, &addr, (uint16_t)i, 6).words[0];
	return sum;
}

static uint64_t write_and_read(void *user, uint64_t count)
{
	struct mst_seal sealed = mst_seal_of(&key, user, 443, 6);
	struct mst_ticket ticket;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		uint32_t bits = mst_ticket_write(&sealed, (struct mst_ticket){ (uint32_t)i & 0xfffff, 1 });

		sum += mst_ticket_read(&sealed, bits, 20, &ticket) + ticket.slot;
	}
	return sum;
}

static uint64_t bond(void *user, uint64_t count)
{
	struct mst_seal sealed = mst_seal_of(&key, user, 443, 6);
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++)
		sum += mst_bond_of(&sealed, (uint32_t)i).ip_id;
	return sum;
}

int main(void)
{
	struct mst_addr ipv4 = mst_addr_from_ipv4(0x0a000001);
	struct mst_addr ipv6 = { .bytes = { 0xfe, 0x80, [15] = 1 }, .family = MST_IPV6 };

	bench_run("seal, IPv4 (one word of SipHash)", seal, &ipv4, 20000000);
	bench_run("seal, IPv6 (three words)", seal, &ipv6, 20000000);
	bench_run("ticket written and read", write_and_read, &ipv4, 20000000);
	bench_run("bond", bond, &ipv4, 20000000);
	return 0;
}
