/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ifaces.h - the interfaces of this network namespace and their addresses, at one moment.
 */
#ifndef MST_NET_IFACES_H
#define MST_NET_IFACES_H

#include <net/if.h>

#include "net/rtnl.h"

struct mst_iface {
	int index;
	bool up;      /* IFF_UP: administratively up */
	bool running; /* IFF_RUNNING: has a carrier */
	bool loopback;
	bool no_arp;    /* IFF_NOARP: neighbours have no link-layer addresses */
	bool ports_mac; /* HSR, PRP: frames to this machine may have the MAC address of either port as destination */
	bool vrf;       /* a VRF: its ports are routed by a table of its own */
	int master;     /* index of the bridge, bond, VRF … that it is a port of; 0: none */
	uint16_t type;  /* ARPHRD_… */
	uint32_t mtu;
	uint32_t tx_queues;
	uint8_t mac[6]; /* zeros when there is none, or it has another length */
	char name[IF_NAMESIZE];
};

struct mst_iface_addr {
	int index;              /* of the interface */
	struct mst_addr addr;   /* of this machine */
	struct mst_addr subnet; /* an address of the connected subnet: `addr`, or the peer's */
	uint8_t prefix_length;
	bool duplicate; /* another machine has it: duplicate address detection failed (RFC 4862) */
	bool tentative; /* detection has not finished, and it is not optimistic (RFC 4429) */
};

struct mst_ifaces {
	struct mst_iface *links;
	size_t link_count, link_room;
	struct mst_iface_addr *addrs;
	size_t addr_count, addr_room;
};

/* Fills a zeroed *ifaces. */
int mst_ifaces_read(struct mst_ifaces *ifaces, struct mst_rtnl *rtnl, struct mst_error *err);

/* The same with a socket of its own, for a single read; *ifaces need not be zeroed. */
int mst_ifaces_now(struct mst_ifaces *ifaces, struct mst_error *err);
void mst_ifaces_free(struct mst_ifaces *ifaces);

/* Takes RTM_NEWLINK and RTM_NEWADDR messages into a struct mst_ifaces; others are passed over. */
extern const struct mst_rtnl_reading mst_ifaces_links, mst_ifaces_addrs;

/* By name, or by the digits of an index; NULL when there is none. */
const struct mst_iface *mst_ifaces_named(const struct mst_ifaces *ifaces, const char *name);
const struct mst_iface *mst_ifaces_at(const struct mst_ifaces *ifaces, int index);

/* Whether this machine may send from it: neither duplicate nor tentative. */
static inline bool mst_iface_addr_is_usable(const struct mst_iface_addr *own)
{
	return !own->duplicate && !own->tentative;
}

/* The sentence that refuses one that is not usable as a source. -EADDRNOTAVAIL. */
int mst_iface_addr_refuse(const struct mst_iface_addr *own, struct mst_error *err);

/* The VRF that routes what leaves by this interface: itself, or the one that it is a port of. 0: none. */
int mst_ifaces_vrf_of(const struct mst_ifaces *ifaces, int index);

/* Of this machine, whether it may be used or not; NULL when there is none. With a scope: on this interface. */
const struct mst_iface_addr *mst_ifaces_find_addr(const struct mst_ifaces *ifaces, const struct mst_addr *addr);

/* Whether the interface has this address, and may use it. */
bool mst_ifaces_may_use(const struct mst_ifaces *ifaces, int index, const struct mst_addr *addr);

/* Whether the interface has an address of this family that may be used. */
bool mst_ifaces_has_addr(const struct mst_ifaces *ifaces, int index, uint8_t family);

/* "lo, eth0 (down), wg0", for messages; dots replace what does not fit. Returns text. */
const char *mst_ifaces_names(const struct mst_ifaces *ifaces, char *text, size_t size);

/* "127.0.0.1 (lo), 10.0.0.7 (eth0)": the same for addresses of a family that may be used. */
const char *mst_ifaces_addresses(const struct mst_ifaces *ifaces, uint8_t family, char *text, size_t size);

#endif
