/* SPDX-License-Identifier: BSD-2-Clause */
/* bench_aim.c - writing one frame; goal: 25 ns. For comparison: the same with all checksums computed from scratch. */
#include "bench.h"

#include <string.h>

#include "probe/probe.h"
#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

#define AIMS 64

struct fixture {
	struct mst_probe_setup setup;
	struct mst_template template;
	struct mst_aim aims[AIMS];
};

static uint64_t aim(void *user, uint64_t count)
{
	const struct fixture *fixture = user;
	uint8_t frame[MST_PROBE_BYTES];
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		fixture->template.kind->aim(frame, &fixture->template, &fixture->setup, &fixture->aims[i % AIMS]);
		sum += frame[MST_IPV4_CHECKSUM];
	}
	return sum;
}

/* Computes both checksums over all bytes, as a scanner without prepared sums must. */
static uint32_t recompute(uint8_t *frame, size_t length)
{
	uint8_t *payload = frame + MST_IPV4_BYTES;
	size_t count = length - MST_IPV4_BYTES;
	size_t at = frame[MST_IPV4_PROTO] == MST_PROTO_TCP ? MST_TCP_CHECKSUM : MST_ICMP_CHECKSUM;
	uint32_t pseudo = 0;

	mst_put_be16(frame + MST_IPV4_CHECKSUM, 0);
	mst_put_be16(frame + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, frame, MST_IPV4_BYTES)));
	mst_put_be16(payload + at, 0);
	if (frame[MST_IPV4_PROTO] == MST_PROTO_TCP)
		pseudo = mst_sum_bytes(MST_PROTO_TCP + (uint32_t)count, frame + MST_IPV4_SOURCE, 8);
	mst_put_be16(payload + at, mst_checksum(mst_sum_bytes(pseudo, payload, count)));
	return payload[at];
}

static uint64_t naive(void *user, uint64_t count)
{
	const struct fixture *fixture = user;
	uint8_t frame[MST_PROBE_BYTES];
	uint64_t sum = 0;

	for (uint64_t i = 0; i < count; i++) {
		fixture->template.kind->aim(frame, &fixture->template, &fixture->setup, &fixture->aims[i % AIMS]);
		sum += recompute(frame, fixture->template.length);
	}
	return sum;
}

int main(void)
{
	struct fixture fixture = {
		.setup = { .key = { { 1, 2 } },
		           .slot_bits = 20,
		           .source_port_first = 32768,
		           .source_ports = 16384,
		           .ttl = 64, },
	};
	struct mst_addr source = mst_addr_from_ipv4(0x0a000001);

	for (uint32_t i = 0; i < AIMS; i++)
		fixture.aims[i] = (struct mst_aim){ mst_addr_from_ipv4(0x0a010000 + i), 443, { i, 1 }, i };
	for (size_t i = 0; mst_probe_kind_at(i); i++) {
		const struct mst_probe_kind *kind = mst_probe_kind_at(i);

		printf("%s\n", kind->name);
		kind->prepare(&fixture.template, &fixture.setup, &source);
		bench_run("  aim", aim, &fixture, 10000000);
		bench_run("  aim, then both checksums from scratch", naive, &fixture, 10000000);
	}
	return 0;
}
