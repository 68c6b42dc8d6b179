/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts.h - all hosts heard, in a hash table that capture threads write and a display reads without either waiting.
 *
 *     capture thread   its own ring of hosts ─┐
 *     capture thread   its own ring of hosts ─┼──► cds_lfht by address ◄── display, under rcu_read_lock
 *     capture thread   its own ring of hosts ─┘
 *
 * The thread that adds a host to the table keeps it in its ring, and alone removes it. When the ring is full, the
 * next sixteen hosts are compared and the one that was silent longest is removed: a flood of forged senders replaces
 * itself, and hosts that keep sending stay. A removed host is freed when no reader can hold it any more (RCU;
 * liburcu's "bulletproof" flavour, which needs no registered threads). Any capture thread writes the members of a
 * host, with atomics (HEARD); the table hands hosts over to readers.
 */
#ifndef MST_LISTEN_HOSTS_H
#define MST_LISTEN_HOSTS_H

#include <muster/listen.h>
#include <urcu-bp.h>

#include <urcu/rculfhash.h>

#include "base/atomic.h"
#include "base/siphash.h"

struct mst_host {
	struct cds_lfht_node node;
	struct rcu_head head;         /* after it was removed … */
	_Atomic uint64_t *reclaiming; /* … it is counted here until it is freed */
	struct mst_addr addr;
	uint64_t serial, first_ns;
	_Atomic uint64_t last_ns, packets, bytes, mac; /* HEARD; mac: 48 bits, and bit 48 when it is known */
	_Atomic uint32_t ports[MST_LISTEN_PORTS];      /* HEARD: PORT_KNOWN | udp | port; 0: free */
	_Atomic bool more_ports;
	_Atomic(char *) names[MST_LISTEN_NAMES]; /* HEARD: never changed once there */
};

/* The hosts that one capture thread added. */
struct mst_ring {
	struct mst_host **hosts;
	uint32_t room, count, hand;
	_Atomic uint64_t forgotten; /* its thread writes */
	_Atomic uint64_t kept;
};

struct mst_hosts {
	struct cds_lfht *table;
	struct mst_key key; /* secret: senders cannot choose addresses of one bucket */
	struct mst_ring *rings;
	unsigned ring_count;
	_Atomic uint64_t serials;
	_Atomic uint64_t reclaiming; /* removed, not yet freed */
};

/* -ENOMEM. */
int mst_hosts_open(struct mst_hosts *hosts, uint32_t max_hosts, unsigned rings);

/* After the last reader and writer have ended. Accepts a partly opened table. */
void mst_hosts_close(struct mst_hosts *hosts);

/*
 * The host with this address, or NULL. mst_hosts_make adds the host when it is missing; only the thread that owns
 * `ring` calls it; NULL: no memory. Both need rcu_read_lock; the host may be used until rcu_read_unlock.
 */
struct mst_host *mst_hosts_find(struct mst_hosts *hosts, const struct mst_addr *addr);
struct mst_host *mst_hosts_make(struct mst_hosts *hosts, unsigned ring, const struct mst_addr *addr, uint64_t time_ns);

/* Add facts to a host. Any capture thread. */
void mst_host_count_packet(struct mst_host *host, uint64_t time_ns, size_t bytes);
void mst_host_add_mac(struct mst_host *host, const uint8_t mac[6]);
void mst_host_add_port(struct mst_host *host, uint16_t port, bool udp);
void mst_host_add_name(struct mst_host *host, const char *name);

/* Copies a host. Any thread, under rcu_read_lock; the names are borrowed from the host. */
void mst_host_copy(const struct mst_host *host, struct mst_listen_host *heard);

#endif
