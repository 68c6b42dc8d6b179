/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crc.c - see crc.h. The table has the remainder of each byte. A CRC is linear: a byte's remainder is the sum (XOR) of
 * those of its bits, so that eight numbers make the table.
 */
#include "journal/crc.h"

#include <string.h>

#define BIT(byte, bit, remainder) (((byte) >> (bit)&1) ? UINT32_C(remainder) : 0)
#define BYTE(b) \
	(BIT(b, 0, 0xf26b8303) ^ BIT(b, 1, 0xe13b70f7) ^ BIT(b, 2, 0xc79a971f) ^ BIT(b, 3, 0x8ad958cf) ^ \
	 BIT(b, 4, 0x105ec76f) ^ BIT(b, 5, 0x20bd8ede) ^ BIT(b, 6, 0x417b1dbc) ^ BIT(b, 7, 0x82f63b78))
#define FOUR(b) BYTE(b), BYTE((b) + 1), BYTE((b) + 2), BYTE((b) + 3)
#define SIXTEEN(b) FOUR(b), FOUR((b) + 4), FOUR((b) + 8), FOUR((b) + 12)
#define SIXTY_FOUR(b) SIXTEEN(b), SIXTEEN((b) + 16), SIXTEEN((b) + 32), SIXTEEN((b) + 48)

static const uint32_t remainders[256] = { SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192) };

uint32_t mst_crc32c_plain(uint32_t crc, const void *bytes, size_t count)
{
	const uint8_t *at = bytes;

	crc = ~crc;
	for (; count > 0; count--, at++)
		crc = crc >> 8 ^ remainders[(crc ^ *at) & 0xff];
	return ~crc;
}

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const uint8_t *at, size_t count)
{
	uint64_t wide = (uint32_t)~crc, word;

	for (; count >= sizeof word; count -= sizeof word, at += sizeof word) {
		memcpy(&word, at, sizeof word);
		wide = __builtin_ia32_crc32di(wide, word);
	}
	crc = (uint32_t)wide;
	for (; count > 0; count--, at++)
		crc = __builtin_ia32_crc32qi(crc, *at);
	return ~crc;
}
#endif

uint32_t mst_crc32c(uint32_t crc, const void *bytes, size_t count)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("sse4.2"))
		return by_instruction(crc, bytes, count);
#endif
	return mst_crc32c_plain(crc, bytes, count);
}
