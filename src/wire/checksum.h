/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * checksum.h - the Internet checksum (RFC 1071), and its update after one word changed (RFC 1624).
 *
 * A sum is folded at the end only: 32 bits hold the sum of 65,537 words, more than any packet has.
 */
#ifndef MST_WIRE_CHECKSUM_H
#define MST_WIRE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* Adds `count` bytes, read as big-endian words, an odd one padded with zero. */
uint32_t mst_sum_bytes(uint32_t sum, const uint8_t *bytes, size_t count);

static inline uint32_t mst_sum_word(uint32_t sum, uint16_t word)
{
	return sum + word;
}

static inline uint32_t mst_sum_long(uint32_t sum, uint32_t value)
{
	return sum + (value >> 16) + (value & 0xffff);
}

static inline uint16_t mst_sum_fold(uint32_t sum)
{
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t)((sum >> 16) + sum);
}

/* The checksum field of a message with this sum. */
static inline uint16_t mst_checksum(uint32_t sum)
{
	return (uint16_t)~mst_sum_fold(sum);
}

/* The checksum after one 16-bit word changed: HC' = ~(~HC + ~m + m'), RFC 1624 equation 3. */
static inline uint16_t mst_checksum_patch(uint16_t checksum, uint16_t old, uint16_t new)
{
	return mst_checksum((uint32_t)(uint16_t)~checksum + (uint16_t)~old + new);
}

#endif
