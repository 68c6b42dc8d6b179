/* SPDX-License-Identifier: BSD-2-Clause */
/* hosts.c - see hosts.h. */
#include "listen/hosts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/sanitize.h"
#include "listen/reclaim.h"

#define SAMPLE 16

/* ---- opening ---- */

static unsigned long buckets_for(uint32_t hosts)
{
	unsigned long buckets = 64;

	while (buckets < hosts)
		buckets *= 2;
	return buckets;
}

int mst_hosts_open(struct mst_hosts *hosts, uint32_t max_hosts, unsigned rings)
{
	unsigned long buckets = buckets_for(max_hosts);
	uint32_t room = max_hosts / rings ? max_hosts / rings : 1;

	*hosts = (struct mst_hosts){ .ring_count = rings };
	if (getrandom(&hosts->key, sizeof hosts->key, 0) != (ssize_t)sizeof hosts->key)
		return -errno;
	hosts->table = cds_lfht_new(buckets, buckets, buckets, 0, NULL); /* fixed size: the table is never resized */
	hosts->rings = calloc(rings, sizeof *hosts->rings);
	if (!hosts->table || !hosts->rings)
		return -ENOMEM;
	for (unsigned i = 0; i < rings; i++) {
		hosts->rings[i].room = room;
		hosts->rings[i].hosts = calloc(room, sizeof *hosts->rings[i].hosts);
		if (!hosts->rings[i].hosts)
			return -ENOMEM;
	}
	return 0;
}

static void free_later(struct rcu_head *head)
{
	struct mst_host *host = caa_container_of(head, struct mst_host, head);
	struct mst_hosts *owner;

	mst_sanitize_acquire(host);
	owner = host->owner;
	mst_add(&owner->late_packets, mst_load(&host->packets, relaxed) - host->told_packets, relaxed);
	mst_host_free(host);
	mst_sub(&owner->reclaiming, 1, release); /* RECLAIMED */
}

/* Returns how many packets it had sent. */
static uint64_t take_out(struct mst_hosts *hosts, struct mst_host *host)
{
	uint64_t packets = mst_load(&host->packets, relaxed);

	rcu_read_lock();
	cds_lfht_del(hosts->table, &host->node);
	rcu_read_unlock();
	host->owner = hosts;
	host->told_packets = packets;
	mst_add(&hosts->reclaiming, 1, relaxed);
	mst_sanitize_release(host);
	call_rcu(&host->head, free_later);
	return packets;
}

/* No reader is left: the hosts in the table can be freed at once. */
static void free_ring(struct mst_hosts *hosts, struct mst_ring *ring)
{
	for (uint64_t i = 0; i < mst_load(&ring->kept, relaxed); i++) {
		struct mst_host *host = mst_load(&ring->hosts[i], relaxed);

		rcu_read_lock();
		cds_lfht_del(hosts->table, &host->node);
		rcu_read_unlock();
		mst_sanitize_acquire(host);
		mst_host_free(host);
	}
	free(ring->hosts);
}

void mst_hosts_close(struct mst_hosts *hosts)
{
	for (unsigned i = 0; hosts->rings && i < hosts->ring_count; i++)
		free_ring(hosts, &hosts->rings[i]);
	mst_reclaim_wait(&hosts->reclaiming);
	free(hosts->rings);
	if (hosts->table)
		cds_lfht_destroy(hosts->table, NULL);
	*hosts = (struct mst_hosts){ 0 };
}

/* ---- finding and adding ---- */

static unsigned long hash_of(const struct mst_hosts *hosts, const struct mst_host_key *key)
{
	const uint64_t words[4] = { key->addr[0], key->addr[1], key->kind, key->vlans };

	return (unsigned long)mst_siphash(&hosts->key, words, words[3] ? 4 : 3);
}

static int is_it(struct cds_lfht_node *node, const void *key)
{
	const struct mst_host *host = caa_container_of(node, struct mst_host, node);

	mst_sanitize_acquire(host);
	return mst_host_key_equal(&host->key, key);
}

static struct mst_host *find(struct mst_hosts *hosts, unsigned long hash, const struct mst_host_key *key)
{
	struct cds_lfht_iter iter;
	struct cds_lfht_node *node;

	cds_lfht_lookup(hosts->table, hash, is_it, key, &iter);
	node = cds_lfht_iter_get_node(&iter);
	return node ? caa_container_of(node, struct mst_host, node) : NULL;
}

struct mst_host *mst_hosts_find(struct mst_hosts *hosts, const struct mst_host_key *key)
{
	return find(hosts, hash_of(hosts, key), key);
}

/* A slot of a full ring: that of the host that was silent longest among the next sixteen. */
static uint32_t oldest_slot(struct mst_ring *ring)
{
	uint32_t oldest = ring->hand;
	uint64_t least_ns = UINT64_MAX;

	for (uint32_t i = 0; i < SAMPLE && i < ring->room; i++) {
		uint32_t slot = (ring->hand + i) % ring->room;
		uint64_t last_ns = mst_load(&mst_load(&ring->hosts[slot], relaxed)->last_ns, relaxed);

		if (last_ns < least_ns) {
			least_ns = last_ns;
			oldest = slot;
		}
	}
	ring->hand = (ring->hand + SAMPLE) % ring->room;
	return oldest;
}

/* In a full ring the new host takes its slot before the old one is removed, so that no later reader finds that one. */
static void keep(struct mst_hosts *hosts, unsigned ring_number, struct mst_host *host)
{
	struct mst_ring *ring = &hosts->rings[ring_number];
	uint64_t count = mst_load(&ring->kept, relaxed);
	uint32_t slot = count < ring->room ? (uint32_t)count : oldest_slot(ring);
	struct mst_host *before = mst_load(&ring->hosts[slot], relaxed);

	host->ring = ring_number;
	host->slot = slot;
	mst_store(&ring->hosts[slot], host, release); /* HEARD */
	if (!before) {
		mst_store(&ring->kept, count + 1, release); /* HEARD */
		return;
	}
	mst_count(&ring->forgotten_packets, take_out(hosts, before));
	mst_count(&ring->forgotten, 1);
}

struct mst_host *mst_hosts_make(struct mst_hosts *hosts, unsigned ring_number, const struct mst_host_key *key,
                                uint64_t time_ns, bool *made)
{
	unsigned long hash = hash_of(hosts, key);
	struct mst_host *host = find(hosts, hash, key);
	struct cds_lfht_node *there;

	*made = false;
	if (host)
		return host;
	host = calloc(1, sizeof *host);
	if (!host)
		return NULL;
	cds_lfht_node_init(&host->node);
	host->key = *key;
	host->first_ns = time_ns;
	mst_store(&host->last_ns, time_ns, relaxed);
	host->serial = atomic_fetch_add_explicit(&hosts->serials, 1, memory_order_relaxed);
	mst_sanitize_release(host);
	there = cds_lfht_add_unique(hosts->table, hash, is_it, key, &host->node);
	if (there != &host->node) { /* another thread added the address first */
		free(host);
		return caa_container_of(there, struct mst_host, node);
	}
	keep(hosts, ring_number, host);
	*made = true;
	return host;
}

/* ---- reading ---- */

size_t mst_hosts_count(const struct mst_hosts *hosts)
{
	size_t count = 0;

	for (unsigned i = 0; i < hosts->ring_count; i++)
		count += mst_load(&hosts->rings[i].kept, acquire); /* HEARD */
	return count;
}

/*
 * A host that is removed while this reads its ring may be added anew, to a slot that this reads later. So slots are
 * read twice: what still has its slot after all were read was in the table all the time, and its address was not added
 * again.
 */
size_t mst_hosts_list(const struct mst_hosts *hosts, struct mst_host **list, size_t room)
{
	size_t read = 0, count = 0;

	for (unsigned i = 0; i < hosts->ring_count; i++) {
		uint64_t kept = mst_load(&hosts->rings[i].kept, acquire); /* HEARD */

		for (uint64_t slot = 0; slot < kept && read < room; slot++)
			list[read++] = mst_load(&hosts->rings[i].hosts[slot], acquire); /* HEARD */
	}
	for (size_t i = 0; i < read; i++) {
		struct mst_host *host = list[i];
		uint32_t ring, slot;

		mst_sanitize_acquire(host);
		ring = host->ring;
		slot = host->slot;
		mst_sanitize_release(host);
		if (mst_load(&hosts->rings[ring].hosts[slot], acquire) == host) /* HEARD */
			list[count++] = host;
	}
	return count;
}

uint64_t mst_hosts_forgotten_packets(const struct mst_hosts *hosts)
{
	uint64_t count = mst_load(&hosts->late_packets, relaxed);

	for (unsigned i = 0; i < hosts->ring_count; i++)
		count += mst_load(&hosts->rings[i].forgotten_packets, relaxed);
	return count;
}
