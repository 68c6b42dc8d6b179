/* SPDX-License-Identifier: BSD-2-Clause */
/* checksum.c - see checksum.h. */
#include "wire/checksum.h"

uint32_t mst_sum_bytes(uint32_t sum, const uint8_t *bytes, size_t count)
{
	size_t i = 0;

	for (; i + 1 < count; i += 2)
		sum += (uint32_t)bytes[i] << 8 | bytes[i + 1];
	if (i < count)
		sum += (uint32_t)bytes[i] << 8;
	return sum;
}
