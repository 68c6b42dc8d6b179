/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts.h - all hosts heard, which capture threads find in a hash table and a display reads without either waiting.
 *
 *     capture thread ──► its own ring of hosts ──► display, under rcu_read_lock
 *          │ ▲
 *          ▼ │
 *        cds_lfht by address, one for all
 *
 * (A walk over the table itself would take milliseconds, however few hosts are in it: it is made for all there may be.)
 * The thread that adds a host to the table keeps it in its ring, and alone removes it. When the ring is full, the
 * next sixteen hosts are compared and the one that was silent longest is removed: a flood of forged senders replaces
 * itself, and hosts that keep sending stay. A removed host is freed when no reader can hold it any more (RCU;
 * liburcu's "bulletproof" flavour, which needs no registered threads). The packets of removed hosts are summed up.
 */
#ifndef MST_LISTEN_HOSTS_H
#define MST_LISTEN_HOSTS_H

#include "base/siphash.h"
#include "listen/host.h"

/* The hosts that one capture thread added. */
struct mst_ring {
	_Atomic(struct mst_host *) *hosts; /* HEARD: its thread writes */
	uint32_t room, hand;
	_Atomic uint64_t forgotten, forgotten_packets; /* its thread writes */
	_Atomic uint64_t kept;                         /* HEARD: so many of `hosts` are there; its thread writes */
};

struct mst_hosts {
	struct cds_lfht *table;
	struct mst_key key; /* secret: senders cannot choose addresses of one bucket */
	struct mst_ring *rings;
	unsigned ring_count;
	_Atomic uint64_t serials;
	_Atomic uint64_t reclaiming;   /* removed, not yet freed */
	_Atomic uint64_t late_packets; /* of removed hosts, counted by other threads while they were removed */
};

/* -ENOMEM. */
int mst_hosts_open(struct mst_hosts *hosts, uint32_t max_hosts, unsigned rings);

/* After the last reader and writer have ended. Accepts a partly opened table. */
void mst_hosts_close(struct mst_hosts *hosts);

/*
 * The host with this key, or NULL. mst_hosts_make adds the host when it is missing, and says so in *made; only the
 * thread that owns `ring` calls it; NULL: no memory. Both need rcu_read_lock; the host may be used until
 * rcu_read_unlock.
 */
struct mst_host *mst_hosts_find(struct mst_hosts *hosts, const struct mst_host_key *key);
struct mst_host *mst_hosts_make(struct mst_hosts *hosts, unsigned ring, const struct mst_host_key *key,
                                uint64_t time_ns, bool *made);

/*
 * Lists the hosts, at most `room` of them, no address twice; returns how many. Any thread, under rcu_read_lock, until
 * which is unlocked the hosts may be read. Those that are added or removed meanwhile may be missing.
 */
size_t mst_hosts_list(const struct mst_hosts *hosts, struct mst_host **list, size_t room);

/* How many hosts there are. */
size_t mst_hosts_count(const struct mst_hosts *hosts);

/* The packets of hosts that were dropped to make room. */
uint64_t mst_hosts_forgotten_packets(const struct mst_hosts *hosts);

#endif
