/* SPDX-License-Identifier: BSD-2-Clause */
/* hop.c - see hop.h. */
#include "net/hop.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/encap.h"
#include "net/ifaces.h"
#include "net/neigh.h"

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd

static void write_ethernet(struct mst_hop *hop, const uint8_t *destination, const uint8_t *source)
{
	uint16_t type = hop->family == MST_IPV6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4;

	memcpy(hop->ethernet, destination, MST_MAC_BYTES);
	memcpy(hop->ethernet + MST_MAC_BYTES, source, MST_MAC_BYTES);
	hop->ethernet[12] = (uint8_t)(type >> 8);
	hop->ethernet[13] = (uint8_t)type;
	hop->kind = MST_HOP_ETHERNET;
}

static void describe_on_link(struct mst_hop *hop, const struct mst_iface *link, enum mst_link_use use)
{
	static const uint8_t broadcast[MST_MAC_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	write_ethernet(hop, broadcast, link->mac);
	if (use == MST_LINK_RESOLVED)
		hop->kind = MST_HOP_NEIGHBOUR;
}

/* A gateway is SILENT until its link-layer address is resolved. */
static void describe(struct mst_hop *hop, const struct mst_path *path, const struct mst_iface *link,
                     enum mst_link_use use)
{
	*hop = (struct mst_hop){ .kind = MST_HOP_NONE, .ifindex = path->ifindex, .family = path->first.family };
	hop->local = path->kind == MST_PATH_LOCAL;
	if (path->kind > MST_PATH_LOCAL || !link)
		return;
	memcpy(hop->interface, link->name, sizeof hop->interface);
	hop->mtu = link->mtu;
	hop->tx_queues = link->tx_queues;
	hop->ports_mac = link->ports_mac;
	hop->encap = path->encap;
	hop->vrf = hop->local && link->vrf;
	if (path->kind == MST_PATH_LOCAL || path->encap || link->loopback || link->type != ARPHRD_ETHER) {
		hop->kind = MST_HOP_NO_HEADER;
	} else if (link->no_arp) {
		write_ethernet(hop, link->mac, link->mac); /* as the kernel writes it */
	} else if (path->neighbours) {
		describe_on_link(hop, link, use);
	} else if (path->on_link && !mst_addr_equal(&path->first, &path->last)) {
		hop->kind = MST_HOP_PER_TARGET;
	} else {
		memcpy(hop->ethernet + MST_MAC_BYTES, link->mac, MST_MAC_BYTES);
		hop->kind = MST_HOP_SILENT;
		hop->next = path->on_link ? path->first : path->gateway;
	}
}

int mst_mac_read(uint8_t mac[6], const char *text)
{
	static const uint8_t zero[MST_MAC_BYTES];
	static const char digits[] = "0123456789abcdefABCDEF";

	for (size_t i = 0; i < MST_MAC_BYTES; i++, text += 3) {
		if (strspn(text, digits) != 2 || text[2] != (i + 1 < MST_MAC_BYTES ? ':' : '\0'))
			return -EINVAL;
		mac[i] = (uint8_t)strtoul(text, NULL, 16);
	}
	return mac[0] & 1 || memcmp(mac, zero, sizeof zero) == 0 ? -EINVAL : 0;
}

void mst_hop_answer(struct mst_hop *hop, const uint8_t mac[6])
{
	uint8_t own[MST_MAC_BYTES];

	memcpy(own, hop->ethernet + MST_MAC_BYTES, sizeof own);
	write_ethernet(hop, mac, own);
	hop->doubtful = false;
}

static void look_up(struct mst_hop *hop, struct mst_rtnl *rtnl)
{
	struct mst_neigh neigh;

	if (hop->kind != MST_HOP_SILENT || mst_neigh_ask(&neigh, rtnl, hop->ifindex, &hop->next) < 0)
		return;
	mst_hop_answer(hop, neigh.mac);
	hop->doubtful = !neigh.sure;
	hop->fixed = neigh.sure && neigh.fixed;
	if (hop->doubtful)
		hop->kind = MST_HOP_SILENT;
}

/* Many paths may have the same next hop: it is looked up once. */
static void find_mac(struct mst_hop *hops, size_t at, struct mst_rtnl *rtnl)
{
	struct mst_hop *hop = &hops[at];

	for (size_t i = at; hop->kind == MST_HOP_SILENT && i-- > 0;) {
		if (hops[i].next.family == MST_NO_FAMILY || hops[i].ifindex != hop->ifindex ||
		    hops[i].family != hop->family || !mst_addr_equal(&hops[i].next, &hop->next))
			continue;
		memcpy(hop->ethernet, hops[i].ethernet, sizeof hop->ethernet);
		hop->kind = hops[i].kind;
		hop->doubtful = hops[i].doubtful;
		hop->fixed = hops[i].fixed;
		return;
	}
	look_up(hop, rtnl);
}

static int find(struct mst_hop *hops, const struct mst_paths *paths, struct mst_rtnl *rtnl, enum mst_link_use use,
                struct mst_error *err)
{
	struct mst_ifaces ifaces = { 0 };
	int code = mst_ifaces_read(&ifaces, rtnl, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < paths->count; i++) {
		describe(&hops[i], &paths->paths[i], mst_ifaces_at(&ifaces, paths->paths[i].ifindex), use);
		find_mac(hops, i, rtnl);
	}
	mst_ifaces_free(&ifaces);
	return 0;
}

int mst_hops_find(struct mst_hop **out, const struct mst_paths *paths, enum mst_link_use use, struct mst_error *err)
{
	struct mst_hop *hops = calloc(paths->count + 1, sizeof *hops);
	struct mst_rtnl *rtnl = NULL;
	int code;

	*out = NULL;
	if (!hops)
		return mst_fail(err, -ENOMEM, "no memory for the next hops");
	code = mst_rtnl_open(&rtnl, err);
	if (code == 0)
		code = find(hops, paths, rtnl, use, err);
	mst_rtnl_close(rtnl);
	if (code < 0)
		free(hops);
	else
		*out = hops;
	return code;
}

const char *mst_hop_objection(const struct mst_hop *hop)
{
	switch (hop->kind) {
	case MST_HOP_NONE:
	case MST_HOP_ETHERNET:
	case MST_HOP_NEIGHBOUR: return NULL;
	case MST_HOP_NO_HEADER: return hop->encap ? mst_encap_objection(hop->encap) : "it is no Ethernet device";
	case MST_HOP_PER_TARGET: return "its targets are on the link, and each has its own link-layer address";
	case MST_HOP_SILENT: return "the next hop's link-layer address is not known";
	}
	return "it is no Ethernet device";
}
