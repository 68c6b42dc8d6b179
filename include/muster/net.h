/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * net.h - the network interfaces of this machine (of this network namespace),
 * at one moment: as rtnetlink(7) reports them.
 *
 * Sends nothing, changes nothing, needs no privileges. A list is a value: any number of threads may read it;
 * it is freed once.
 */
#ifndef MUSTER_NET_H
#define MUSTER_NET_H

#include <muster/addr.h>
#include <muster/api.h>
#include <muster/error.h>

#define MST_INTERFACE_NAME 16 /* bytes of the longest name, with its NUL: IF_NAMESIZE */
#define MST_LINK_ADDR_MAX 32  /* bytes of the longest link-layer address (InfiniBand has 20) */
#define MST_LINK_ADDR_TEXT (3 * MST_LINK_ADDR_MAX)

/* X(constant, word, what it means) */
#define MST_INTERFACE_STATES(X) \
	X(MST_INTERFACE_DOWN, "down", "switched off by the administrator") \
	X(MST_INTERFACE_NO_CARRIER, "no carrier", "switched on, but nothing is connected to it") \
	X(MST_INTERFACE_UP, "up", "switched on, and connected")

#define MST_INTERFACE_STATE(constant, word, meaning) constant,
enum mst_interface_state { MST_INTERFACE_STATES(MST_INTERFACE_STATE) MST_INTERFACE_STATE_COUNT };
#undef MST_INTERFACE_STATE

/* The word in reports. Static; "?" out of range. */
MST_API const char *mst_interface_state_name(enum mst_interface_state state);

struct mst_interface_addr {
	struct mst_addr addr;
	struct mst_addr peer; /* of a point-to-point link; no family on others */
	uint8_t prefix_length;
	const char *scope; /* ip-address(8)'s word: global, site, link, host; "?" for others. Static */
	bool secondary;    /* IPv4: not the first of its subnet. IPv6: a temporary address (RFC 8981) */
	bool tentative;    /* IPv6: duplicate address detection has not finished (RFC 4862) */
	bool deprecated;   /* IPv6: not to be used for new connections */
	bool duplicate;    /* IPv6: detection has failed: another machine has it, so this one does not use it */
};

/* A default route through the interface. */
struct mst_interface_gateway {
	struct mst_addr addr; /* no family: the route has no gateway, all its targets are on-link */
	uint8_t family;       /* of the route: MST_IPV4, MST_IPV6 */
	uint32_t metric;      /* the route with the lowest metric is used */
	uint8_t mac[MST_LINK_ADDR_MAX];
	uint8_t mac_bytes; /* 0: the neighbour table does not have it */
};

struct mst_interface {
	int index;
	char name[MST_INTERFACE_NAME];
	enum mst_interface_state state;
	char type[32]; /* ethernet, loopback, wireless, or the kernel's word: bridge, vlan, veth, tun … */
	uint32_t mtu;  /* bytes */
	uint8_t mac[MST_LINK_ADDR_MAX];
	uint8_t mac_bytes;               /* 0: it has no link-layer address */
	char master[MST_INTERFACE_NAME]; /* the bridge, bond or VRF it belongs to; "" */
	char lower[MST_INTERFACE_NAME];  /* the interface below it (of a VLAN), or its peer (of a veth); "" */
	bool lower_elsewhere;            /* that one is in another network namespace */
	const struct mst_interface_addr *addrs;
	size_t addr_count;
	const struct mst_interface_gateway *gateways; /* the lowest metric first, IPv4 before IPv6 */
	size_t gateway_count;
};

struct mst_interfaces {
	const struct mst_interface *items; /* in the order of their indices */
	size_t count;
};

/* Allocates the list. A negative errno with a sentence; *list is NULL then. */
MST_API int mst_interfaces_read(struct mst_interfaces **list, struct mst_error *err);

/* Accepts NULL. */
MST_API void mst_interfaces_free(struct mst_interfaces *list);

/*
 * An address that no host can have: the network or broadcast address of an IPv4 subnet (shorter than /31) that is
 * attached to an interface that is up. Sweeps and pings of ranges leave them out.
 */
struct mst_subnet_end {
	struct mst_addr addr;
	bool broadcast;
	uint8_t prefix_length; /* of the subnet */
	char interface[MST_INTERFACE_NAME];
};

/* Those of all subnets of this machine, ascending, each address once. Allocated; freed with free(3). */
MST_API int mst_subnet_ends_read(struct mst_subnet_end **ends, size_t *count, struct mst_error *err);

/* The entry of this address; NULL: it is not in the list. */
MST_API const struct mst_subnet_end *mst_subnet_end_at(const struct mst_subnet_end *ends, size_t count,
                                                       const struct mst_addr *addr);

/* The interface with this name; NULL when there is none. */
MST_API const struct mst_interface *mst_interface_named(const struct mst_interfaces *list, const char *name);

/*
 * The main address of this family (enum mst_family): the first one that is global and neither deprecated, tentative nor
 * secondary, or else the best of the others. NULL when it has none of this family.
 */
MST_API const struct mst_interface_addr *mst_interface_primary(const struct mst_interface *interface, uint8_t family);

/* "02:42:ac:11:00:02"; the empty text for no bytes. `text` has MST_LINK_ADDR_TEXT bytes. Returns text. */
MST_API const char *mst_link_addr_format(const uint8_t *bytes, size_t count, char *text);

/*
 * The protocol by which several routers share this link-layer address, one of them at a time: "VRRP" (CARP has the same
 * addresses), "HSRP", "GLBP"; NULL for all other addresses. Static. Whoever claims it may be any of them.
 */
MST_API const char *mst_link_addr_shared_by(const uint8_t mac[6]);

#endif
