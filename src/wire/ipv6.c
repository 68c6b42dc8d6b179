/* SPDX-License-Identifier: BSD-2-Clause */
/* ipv6.c - see ipv6.h. */
#include "wire/ipv6.h"

#include "wire/bytes.h"

void mst_ipv6_begin(uint8_t *at, uint16_t payload, uint8_t next, uint8_t hops, const struct mst_addr *source)
{
	memset(at, 0, MST_IPV6_BYTES);
	at[MST_IPV6_FLOW] = 0x60;
	mst_put_be16(at + MST_IPV6_PAYLOAD, payload);
	at[MST_IPV6_NEXT] = next;
	at[MST_IPV6_HOPS] = hops;
	memcpy(at + MST_IPV6_SOURCE, source->bytes, 16);
}

struct mst_addr mst_ipv6_solicited_node(const struct mst_addr *target)
{
	struct mst_addr group = {
		.bytes = { 0xff, 0x02, [11] = 1, 0xff, target->bytes[13], target->bytes[14], target->bytes[15] },
		.scope = target->scope,
		.family = MST_IPV6,
	};

	return group;
}

void mst_ipv6_multicast_mac(uint8_t mac[6], const struct mst_addr *group)
{
	mac[0] = mac[1] = 0x33;
	memcpy(mac + 2, group->bytes + 12, 4);
}
