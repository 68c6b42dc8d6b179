/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bytes.h - writes big-endian words into frames. (base/reader.h reads them.)
 */
#ifndef MST_WIRE_BYTES_H
#define MST_WIRE_BYTES_H

#include <stdint.h>

static inline void mst_put_be16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static inline void mst_put_be32(uint8_t *at, uint32_t value)
{
	mst_put_be16(at, (uint16_t)(value >> 16));
	mst_put_be16(at + 2, (uint16_t)value);
}

static inline void mst_put_be64(uint8_t *at, uint64_t value)
{
	mst_put_be32(at, (uint32_t)(value >> 32));
	mst_put_be32(at + 4, (uint32_t)value);
}

#endif
