/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host.h - what is known of one host. Any capture thread writes its members, with atomics (HEARD); a reader copies
 * them at the same time.
 */
#ifndef MST_LISTEN_HOST_H
#define MST_LISTEN_HOST_H

#include <muster/listen.h>
#include <urcu-bp.h>

#include <urcu/rculfhash.h>

#include "base/atomic.h"
#include "base/sanitize.h"
#include "listen/reclaim.h"

/*
 * What tells hosts apart, as words that are made, hashed and compared as such: bytes that were written one by one are
 * slow to read together.
 */
struct mst_host_key {
	uint64_t addr[2]; /* the bytes of an address, or of a MAC address */
	uint64_t kind;    /* VNI << 40 | scope << 8 | MST_HOST_KEY_VNI where there is one | family; MST_NO_FAMILY: a
	                   * machine without an address */
	uint64_t vlans;   /* 16 bits each, the outermost lowest; 0 after the last */
};

#define MST_HOST_KEY_VNI 0x80u
#define MST_HOST_KEY_VNI_AT 40

static inline struct mst_host_key mst_host_key_of(const struct mst_addr *addr)
{
	struct mst_host_key key = { .kind = (uint64_t)addr->scope << 8 | addr->family };

	memcpy(key.addr, addr->bytes, sizeof key.addr);
	return key;
}

/* A machine that is known by its MAC address. */
static inline struct mst_host_key mst_host_key_of_mac(const uint8_t mac[6])
{
	struct mst_host_key key = { .kind = MST_NO_FAMILY };

	memcpy(key.addr, mac, 6);
	return key;
}

/* The network of a tunnel, a number of 24 bits. */
static inline void mst_host_key_set_vni(struct mst_host_key *key, uint32_t vni)
{
	key->kind |= (uint64_t)vni << MST_HOST_KEY_VNI_AT | MST_HOST_KEY_VNI;
}

static inline uint8_t mst_host_key_family(const struct mst_host_key *key)
{
	return (uint8_t)(key->kind & (MST_HOST_KEY_VNI - 1));
}

static inline uint32_t mst_host_key_scope(const struct mst_host_key *key)
{
	return (uint32_t)(key->kind >> 8);
}

static inline bool mst_host_key_has_vni(const struct mst_host_key *key)
{
	return key->kind & MST_HOST_KEY_VNI;
}

static inline uint32_t mst_host_key_vni(const struct mst_host_key *key)
{
	return (uint32_t)(key->kind >> MST_HOST_KEY_VNI_AT);
}

static inline bool mst_host_key_is_machine(const struct mst_host_key *key)
{
	return mst_host_key_family(key) == MST_NO_FAMILY;
}

static inline bool mst_host_key_equal(const struct mst_host_key *a, const struct mst_host_key *b)
{
	return a->addr[0] == b->addr[0] && a->addr[1] == b->addr[1] && a->kind == b->kind && a->vlans == b->vlans;
}

static inline uint16_t mst_host_key_vlan(const struct mst_host_key *key, unsigned n)
{
	return (uint16_t)(key->vlans >> 16 * n);
}

/* Which port of a switch the link leads to. */
struct mst_host_port_note {
	struct mst_reclaimed reclaimed; /* after another one has replaced it */
	const char *interface;          /* where it was heard; of the listen handle */
	uint16_t vlan;                  /* 0: not told */
	char port[MST_LISTEN_PORT_ID];
};

struct mst_host {
	struct cds_lfht_node node;
	struct rcu_head head;    /* after it was removed … */
	struct mst_hosts *owner; /* … it is counted there until it is freed */
	struct mst_host_key key;
	uint64_t serial, first_ns;
	uint64_t told_packets;                         /* of a removed host: those already added to the sum */
	_Atomic uint64_t last_ns, packets, bytes, mac; /* HEARD; mac: 48 bits, and bit 48 when it is known */
	_Atomic uint32_t ports[MST_LISTEN_PORTS];      /* HEARD: PORT_KNOWN | udp | port; 0: free */
	_Atomic uint32_t services;                     /* HEARD: a bit for each MST_LISTEN_SERVICES */
	_Atomic bool more_ports;
	_Atomic bool on_link;                           /* HEARD: its MAC address is its own, not a router's */
	_Atomic(char *) names[MST_LISTEN_NAMES];        /* HEARD: never changed once there */
	_Atomic(struct mst_host_port_note *) port_note; /* HEARD: replaced as a whole */
	uint32_t ring, slot;                            /* where it is kept: written before HEARD */
};

/* Add facts to a host. Any capture thread. */
void mst_host_count_packet(struct mst_host *host, uint64_t time_ns, size_t bytes);
void mst_host_add_mac(struct mst_host *host, const uint8_t mac[6]);
bool mst_host_has_port(const struct mst_host *host, uint16_t port, bool udp);
void mst_host_add_port(struct mst_host *host, uint16_t port, bool udp);
void mst_host_add_name(struct mst_host *host, const char *name);
void mst_host_add_service(struct mst_host *host, enum mst_listen_service service);
void mst_host_set_on_link(struct mst_host *host);

/* `port` is cut to MST_LISTEN_PORT_ID. Under rcu_read_lock; `reclaiming` counts what is not yet freed. */
void mst_host_note_port(struct mst_host *host, const char *interface, const char *port, uint16_t vlan,
                        _Atomic uint64_t *reclaiming);

/* Copies a host. Any thread, under rcu_read_lock; names and port are borrowed from the host. */
void mst_host_copy(const struct mst_host *host, struct mst_listen_host *heard);

/* Tells ThreadSanitizer that this reader has done with the port of a copied host, which another one may replace. */
static inline void mst_host_release_port(const struct mst_listen_host *heard)
{
	if (heard->switch_port)
		mst_sanitize_release(heard->switch_port);
}

/* Frees it at once, with all it holds. */
void mst_host_free(struct mst_host *host);

#endif
