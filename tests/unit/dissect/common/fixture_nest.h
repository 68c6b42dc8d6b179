/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_nest.h - packets in packets: hexadecimal pieces, put around each other from the inside out. */
#ifndef TESTS_DISSECT_COMMON_FIXTURE_NEST_H
#define TESTS_DISSECT_COMMON_FIXTURE_NEST_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "wire/bytes.h"
#include "wire/checksum.h"
#include "wire/ipv4.h"

struct nest {
	uint8_t bytes[1024];
	size_t count;
};

/* Puts hexadecimal digits, with spaces anywhere, before what is there. */
static inline void nest_hex(struct nest *nest, const char *digits)
{
	uint8_t bytes[256];
	size_t count = 0;
	unsigned byte;

	for (; *digits; digits++) {
		if (isspace((unsigned char)*digits))
			continue;
		sscanf(digits++, "%2x", &byte);
		bytes[count++] = (uint8_t)byte;
	}
	memmove(nest->bytes + count, nest->bytes, nest->count);
	memcpy(nest->bytes, bytes, count);
	nest->count += count;
}

/* "10.0.0.LAST > 10.0.0.99", with right lengths and checksum. */
static inline void nest_ipv4(struct nest *nest, uint8_t protocol, uint8_t last)
{
	memmove(nest->bytes + 20, nest->bytes, nest->count);
	nest->count += 20;
	memset(nest->bytes, 0, 20);
	mst_ipv4_begin(nest->bytes, (uint16_t)nest->count, protocol, 64, 0x0a000000u + last);
	mst_put_be32(nest->bytes + 16, 0x0a000063);
	mst_put_be16(nest->bytes + MST_IPV4_CHECKSUM, mst_checksum(mst_sum_bytes(0, nest->bytes, 20)));
}

/* "fd00::LAST > fd00::63" */
static inline void nest_ipv6(struct nest *nest, uint8_t next, uint8_t last)
{
	uint8_t header[40] = { 0x60, [6] = next, [7] = 64, [8] = 0xfd, [23] = last, [24] = 0xfd, [39] = 0x63 };

	mst_put_be16(header + 4, (uint16_t)nest->count);
	memmove(nest->bytes + 40, nest->bytes, nest->count);
	memcpy(nest->bytes, header, 40);
	nest->count += 40;
}

static inline void nest_udp(struct nest *nest, uint16_t source, uint16_t destination)
{
	memmove(nest->bytes + 8, nest->bytes, nest->count);
	nest->count += 8;
	mst_put_be16(nest->bytes, source);
	mst_put_be16(nest->bytes + 2, destination);
	mst_put_be16(nest->bytes + 4, (uint16_t)nest->count);
	mst_put_be16(nest->bytes + 6, 0);
}

static inline void nest_ethernet(struct nest *nest, uint16_t type)
{
	static const uint8_t macs[12] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1 };

	memmove(nest->bytes + 14, nest->bytes, nest->count);
	nest->count += 14;
	memcpy(nest->bytes, macs, 12);
	mst_put_be16(nest->bytes + 12, type);
}

#endif
