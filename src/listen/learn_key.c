/* SPDX-License-Identifier: BSD-2-Clause */
/* learn_key.c - see learn_key.h. */
#include "listen/learn_key.h"

#include <string.h>

#define VLAN_NUMBER 0x0fff

static bool is_unspecified(const struct mst_addr *addr)
{
	static const uint8_t zero[16];

	return memcmp(addr->bytes, zero, sizeof zero) == 0;
}

bool mst_learn_is_hosts(const struct mst_addr *addr)
{
	uint32_t ipv4 = mst_addr_ipv4(addr);

	if (addr->family == MST_IPV4)
		return ipv4 != 0 && ipv4 < 0xe0000000;
	return addr->family == MST_IPV6 && addr->bytes[0] != 0xff && !is_unspecified(addr);
}

/* The networks in which it was heard: VLANs, and that of a tunnel. */
static void add_networks(struct mst_host_key *key, const struct mst_learner *learner, const struct mst_packet *packet)
{
	unsigned count = 0;

	if (learner->vlan && packet->depth == 0)
		key->vlans = (uint64_t)learner->vlan << 16 * count++;
	for (unsigned i = 0; i < packet->vlan_count && count < MST_LISTEN_VLANS; i++) {
		if (packet->vlans[i] & VLAN_NUMBER) /* 0: only a priority */
			key->vlans |= (uint64_t)(packet->vlans[i] & VLAN_NUMBER) << 16 * count++;
	}
	if (packet->has_vni)
		mst_host_key_set_vni(key, packet->vni);
}

/* A link-local address (RFC 4291) gets the interface as its scope. */
struct mst_host_key mst_learn_key(const struct mst_learner *learner, const struct mst_packet *packet,
                                  const struct mst_addr *addr)
{
	struct mst_host_key key = mst_host_key_of(addr);

	if (mst_addr_is_link_local(addr))
		key.kind = (uint64_t)learner->scope << 8 | addr->family;
	add_networks(&key, learner, packet);
	return key;
}

struct mst_host_key mst_learn_machine_key(const struct mst_learner *learner, const struct mst_packet *packet,
                                          const uint8_t mac[6])
{
	struct mst_host_key key = mst_host_key_of_mac(mac);

	add_networks(&key, learner, packet);
	return key;
}
