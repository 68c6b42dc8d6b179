/* SPDX-License-Identifier: BSD-2-Clause */
/* entry.c - see entry.h. */
#include "track/entry.h"

struct mst_addr mst_entry_key_wide_addr(const struct mst_entry_key *key)
{
	if (key->high == 0 && key->low >> 32 == MST_MAPPED_IPV4 >> 32)
		return mst_addr_from_ipv4((uint32_t)key->low);
	return mst_addr_from_ipv6((mst_uint128)key->high << 64 | key->low, (uint32_t)(key->target >> 32));
}
