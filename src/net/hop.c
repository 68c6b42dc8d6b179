/* hop.c - see hop.h. */
#include "net/hop.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "net/ifaces.h"
#include "net/neigh.h"

#define PATIENCE_NS MST_NS_PER_SECOND
#define LOOK_EVERY_NS (2 * MST_NS_PER_MS)
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

/* What can be said without asking for neighbours: those that must be asked for are SILENT until they answer. */
static void describe(struct mst_hop *hop, const struct mst_path *path, const struct mst_iface *link)
{
	*hop = (struct mst_hop){ .kind = MST_HOP_NONE, .ifindex = path->ifindex, .family = path->first.family };
	if (path->kind > MST_PATH_LOCAL || !link)
		return;
	memcpy(hop->interface, link->name, sizeof hop->interface);
	hop->mtu = link->mtu;
	hop->tx_queues = link->tx_queues;
	if (path->kind == MST_PATH_LOCAL || link->loopback || link->type != ARPHRD_ETHER) {
		hop->kind = MST_HOP_NO_HEADER;
	} else if (link->no_arp) {
		write_ethernet(hop, link->mac, link->mac); /* as the kernel writes it */
	} else if (path->on_link && !mst_addr_equal(&path->first, &path->last)) {
		hop->kind = MST_HOP_PER_TARGET;
	} else {
		hop->kind = MST_HOP_SILENT;
		hop->next = path->on_link ? path->first : path->gateway;
	}
}

/* Looks for those still silent; returns how many are left. */
static size_t look(struct mst_hop *hops, size_t count, struct mst_rtnl *rtnl, const struct mst_ifaces *ifaces, bool wake)
{
	uint8_t mac[MST_MAC_BYTES];
	size_t left = 0;

	for (size_t i = 0; i < count; i++) {
		if (hops[i].kind != MST_HOP_SILENT)
			continue;
		if (mst_neigh_ask(mac, rtnl, hops[i].ifindex, &hops[i].next) == 0) {
			write_ethernet(&hops[i], mac, mst_ifaces_at(ifaces, hops[i].ifindex)->mac);
			continue;
		}
		if (wake)
			mst_neigh_wake(rtnl, hops[i].ifindex, &hops[i].next); /* without the right: it stays silent */
		left++;
	}
	return left;
}

static int find(struct mst_hop *hops, const struct mst_paths *paths, struct mst_rtnl *rtnl, struct mst_error *err)
{
	struct mst_ifaces ifaces = { 0 };
	uint64_t until_ns = mst_now_ns() + PATIENCE_NS;
	int code = mst_ifaces_read(&ifaces, rtnl, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < paths->count; i++)
		describe(&hops[i], &paths->paths[i], mst_ifaces_at(&ifaces, paths->paths[i].ifindex));
	if (look(hops, paths->count, rtnl, &ifaces, true)) {
		do {
			mst_sleep_until_ns(mst_now_ns() + LOOK_EVERY_NS);
		} while (look(hops, paths->count, rtnl, &ifaces, false) && mst_now_ns() < until_ns);
	}
	mst_ifaces_free(&ifaces);
	return 0;
}

int mst_hops_find(struct mst_hop **out, const struct mst_paths *paths, struct mst_error *err)
{
	struct mst_hop *hops = calloc(paths->count + 1, sizeof *hops);
	struct mst_rtnl *rtnl = NULL;
	int code;

	*out = NULL;
	if (!hops)
		return mst_fail(err, -ENOMEM, "no memory for the next hops");
	code = mst_rtnl_open(&rtnl, err);
	if (code == 0)
		code = find(hops, paths, rtnl, err);
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
		return NULL;
	case MST_HOP_NO_HEADER:
		return "it is no Ethernet device";
	case MST_HOP_PER_TARGET:
		return "its targets are on the link, and each has a link-layer address of its own";
	case MST_HOP_SILENT:
		return "the next hop's link-layer address is not known";
	}
	return "it is no Ethernet device";
}
