/* SPDX-License-Identifier: BSD-2-Clause */
/* subnets.c - see subnets.h. */
#include "nearby/subnets.h"

#include <stdio.h>

#include "target/set.h"

/* A /32 address has no neighbours, unless it has a peer (point-to-point link), which then is the only one. */
static bool has_neighbours(const struct mst_iface_addr *own)
{
	return own->prefix_length < 32 || !mst_addr_equal(&own->addr, &own->subnet);
}

static void keep_wide(struct mst_nearby_counts *counts, const struct mst_iface *link, uint32_t first,
                      unsigned prefix_length)
{
	struct mst_addr addr = mst_addr_from_ipv4(first);
	char text[MST_ADDR_TEXT];

	mst_addr_format(&addr, text);
	if (counts->too_wide++ == 0)
		snprintf(counts->widest, sizeof counts->widest, "%s/%u (%s)", text, prefix_length, link->name);
}

int mst_subnets_add(struct mst_targets *targets, const struct mst_ifaces *ifaces, const struct mst_iface *link,
                    struct mst_nearby_counts *counts)
{
	int code = 0;

	for (size_t i = 0; i < ifaces->addr_count && code == 0; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];
		uint32_t host_bits, subnet = mst_addr_ipv4(&own->subnet);
		struct mst_addr first, last;

		if (own->index != link->index || own->addr.family != MST_IPV4 || !has_neighbours(own))
			continue;
		host_bits = (uint32_t)((UINT64_C(1) << (32 - own->prefix_length)) - 1);
		first = mst_addr_from_ipv4(subnet & ~host_bits);
		last = mst_addr_from_ipv4(subnet | host_bits);
		if (own->prefix_length < MST_SUBNET_SHORTEST) {
			keep_wide(counts, link, subnet & ~host_bits, own->prefix_length);
			continue;
		}
		code = mst_targets_add_interval(targets, &first, &last);
		counts->subnets++;
	}
	return code;
}
