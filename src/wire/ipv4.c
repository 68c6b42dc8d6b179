/* SPDX-License-Identifier: BSD-2-Clause */
/* ipv4.c - see ipv4.h. */
#include "wire/ipv4.h"

#include <string.h>

#include "wire/bytes.h"

void mst_ipv4_begin(uint8_t *at, uint16_t total, uint8_t proto, uint8_t ttl, uint32_t source)
{
	memset(at, 0, MST_IPV4_BYTES);
	at[0] = 0x45;
	mst_put_be16(at + MST_IPV4_TOTAL, total);
	mst_put_be16(at + 6, 0x4000);
	at[MST_IPV4_TTL] = ttl;
	at[MST_IPV4_PROTO] = proto;
	mst_put_be32(at + MST_IPV4_SOURCE, source);
}
