/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * questions.h - probes for tests, as a lane would send them, all by one setup. tests/data/fuzz/frame was made with it.
 */
#ifndef TESTS_QUESTIONS_H
#define TESTS_QUESTIONS_H

#include "frames.h"
#include "probe/probe.h"

#define PORT 443

static const struct mst_probe_setup setup = {
	.key = { { 11, 22 } },
	.slot_bits = 20,
	.source_port_first = 40000,
	.source_ports = 1000, /* nine bits */
	.ttl = 61,
};

static inline struct packet question(const struct mst_probe_kind *kind, const struct mst_addr *from,
                                     const struct mst_addr *target, struct mst_ticket ticket)
{
	struct mst_aim aim = { *target, kind->has_port ? PORT : 0, ticket, 0x123456789abcdef0 };
	struct mst_template template;
	struct packet packet = { 0 };

	kind->prepare(&template, &setup, from);
	kind->aim(packet.bytes, &template, &setup, &aim);
	packet.length = template.length;
	return packet;
}

static inline uint32_t be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline uint16_t be16(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

#endif
