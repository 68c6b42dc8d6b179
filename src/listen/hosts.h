/*
 * hosts.h - everybody heard, in a hash table that captures write and a display reads, without either waiting.
 *
 *     capture thread   its own ring of hosts ─┐
 *     capture thread   its own ring of hosts ─┼──► cds_lfht by address ◄── display, under rcu_read_lock
 *     capture thread   its own ring of hosts ─┘
 *
 * Whoever puts a host into the table has it in its ring, and alone takes it out again: when the ring is full, the one of
 * sixteen in turn that was silent longest makes room (a flood of made-up senders so pushes out itself, and not those who go
 * on speaking). A host taken out is freed when no reader can hold it any more (RCU; liburcu's "bulletproof" flavour, for threads that
 * nobody registered). What a host tells of itself is written by any capture thread, with atomics (HEARD): the hand-offs
 * with readers are the table's.
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
	struct rcu_head head;          /* after it has been taken out … */
	_Atomic uint64_t *leaving;     /* … which is counted here until it is freed */
	struct mst_addr addr;
	uint64_t serial, first_ns;
	_Atomic uint64_t last_ns, packets, bytes, mac; /* HEARD; mac: 48 bits, and bit 48 when it is known */
	_Atomic uint32_t ports[MST_HEARD_PORTS];       /* HEARD: PORT_KNOWN | udp | port; 0: not yet taken */
	_Atomic bool more_ports;
	_Atomic(char *) names[MST_HEARD_NAMES];        /* HEARD: never changed once there */
};

/* One capture thread's share. */
struct mst_ring {
	struct mst_host **hosts;
	uint32_t room, count, hand;
	_Atomic uint64_t forgotten;    /* its thread writes */
	_Atomic uint64_t kept;
};

struct mst_hosts {
	struct cds_lfht *table;
	struct mst_key key;            /* nobody can aim at one bucket */
	struct mst_ring *rings;
	unsigned ring_count;
	_Atomic uint64_t serials;
	_Atomic uint64_t leaving;      /* taken out, not yet freed */
};

/* -ENOMEM. */
int mst_hosts_open(struct mst_hosts *hosts, uint32_t max_hosts, unsigned rings);

/* After the last reader and writer. Accepts what is half open. */
void mst_hosts_close(struct mst_hosts *hosts);

/*
 * The host with this address; made, by the thread that owns `ring`, when there is none and `make`. NULL: none, or no
 * memory. Under rcu_read_lock, until whose end it may be used.
 */
struct mst_host *mst_hosts_find(struct mst_hosts *hosts, const struct mst_addr *addr);
struct mst_host *mst_hosts_make(struct mst_hosts *hosts, unsigned ring, const struct mst_addr *addr, uint64_t time_ns);

/* Adds to what is known of a host. Any capture thread. */
void mst_host_hear(struct mst_host *host, uint64_t time_ns, size_t bytes);
void mst_host_add_mac(struct mst_host *host, const uint8_t mac[6]);
void mst_host_add_port(struct mst_host *host, uint16_t port, bool udp);
void mst_host_add_name(struct mst_host *host, const char *name);

/* Copies it. Any thread, under rcu_read_lock; the names stay the host's, and are gone with it. */
void mst_host_tell(const struct mst_host *host, struct mst_heard *heard);

#endif
