/* SPDX-License-Identifier: BSD-2-Clause */
/* hosts.c - see hosts.h. */
#include "listen/hosts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/sanitize.h"

#define SAMPLE 16
#define PORT_KNOWN (UINT32_C(1) << 31)
#define PORT_UDP (UINT32_C(1) << 16)
#define MAC_KNOWN (UINT64_C(1) << 48)

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
		hosts->rings[i].hosts = calloc(room, sizeof(struct mst_host *));
		if (!hosts->rings[i].hosts)
			return -ENOMEM;
	}
	return 0;
}

static void free_host(struct mst_host *host)
{
	for (unsigned i = 0; i < MST_LISTEN_NAMES; i++)
		free(mst_load(&host->names[i], relaxed));
	free(host);
}

static void free_later(struct rcu_head *head)
{
	struct mst_host *host = caa_container_of(head, struct mst_host, head);
	_Atomic uint64_t *reclaiming;

	mst_sanitize_acquire(host);
	reclaiming = host->reclaiming;
	free_host(host);
	mst_sub(reclaiming, 1, release); /* RECLAIMED */
}

static void take_out(struct mst_hosts *hosts, struct mst_host *host)
{
	rcu_read_lock();
	cds_lfht_del(hosts->table, &host->node);
	rcu_read_unlock();
	host->reclaiming = &hosts->reclaiming;
	mst_add(&hosts->reclaiming, 1, relaxed);
	mst_sanitize_release(host);
	call_rcu(&host->head, free_later);
}

/* No reader is left: the hosts in the table can be freed at once. */
static void free_ring(struct mst_hosts *hosts, struct mst_ring *ring)
{
	for (uint32_t i = 0; i < ring->count; i++) {
		rcu_read_lock();
		cds_lfht_del(hosts->table, &ring->hosts[i]->node);
		rcu_read_unlock();
		mst_sanitize_acquire(ring->hosts[i]);
		free_host(ring->hosts[i]);
	}
	free(ring->hosts);
}

void mst_hosts_close(struct mst_hosts *hosts)
{
	for (unsigned i = 0; hosts->rings && i < hosts->ring_count; i++)
		free_ring(hosts, &hosts->rings[i]);
	while (mst_load(&hosts->reclaiming, acquire)) /* RECLAIMED: some milliseconds at most */
		mst_sleep_until_ns(mst_now_ns() + MST_NS_PER_MS);
	free(hosts->rings);
	if (hosts->table)
		cds_lfht_destroy(hosts->table, NULL);
	*hosts = (struct mst_hosts){ 0 };
}

/* ---- finding and adding ---- */

static unsigned long hash_of(const struct mst_hosts *hosts, const struct mst_addr *addr)
{
	uint64_t words[3];

	memcpy(words, addr->bytes, 16);
	words[2] = (uint64_t)addr->scope << 8 | addr->family;
	return (unsigned long)mst_siphash(&hosts->key, words, 3);
}

static int is_it(struct cds_lfht_node *node, const void *addr)
{
	const struct mst_host *host = caa_container_of(node, struct mst_host, node);

	mst_sanitize_acquire(host);
	return mst_addr_equal(&host->addr, addr);
}

static struct mst_host *find(struct mst_hosts *hosts, unsigned long hash, const struct mst_addr *addr)
{
	struct cds_lfht_iter iter;
	struct cds_lfht_node *node;

	cds_lfht_lookup(hosts->table, hash, is_it, addr, &iter);
	node = cds_lfht_iter_get_node(&iter);
	return node ? caa_container_of(node, struct mst_host, node) : NULL;
}

struct mst_host *mst_hosts_find(struct mst_hosts *hosts, const struct mst_addr *addr)
{
	return find(hosts, hash_of(hosts, addr), addr);
}

/* A slot in the ring: a new one, or the slot of the host that was silent longest among the next sixteen. */
static uint32_t make_slot(struct mst_hosts *hosts, struct mst_ring *ring)
{
	uint32_t oldest, slot;

	if (ring->count < ring->room)
		return ring->count++;
	oldest = ring->hand;
	for (uint32_t i = 0; i < SAMPLE && i < ring->room; i++) {
		slot = (ring->hand + i) % ring->room;
		if (mst_load(&ring->hosts[slot]->last_ns, relaxed) < mst_load(&ring->hosts[oldest]->last_ns, relaxed))
			oldest = slot;
	}
	ring->hand = (ring->hand + SAMPLE) % ring->room;
	take_out(hosts, ring->hosts[oldest]);
	mst_count(&ring->forgotten, 1);
	return oldest;
}

struct mst_host *mst_hosts_make(struct mst_hosts *hosts, unsigned ring_number, const struct mst_addr *addr,
                                uint64_t time_ns)
{
	struct mst_ring *ring = &hosts->rings[ring_number];
	unsigned long hash = hash_of(hosts, addr);
	struct mst_host *host = find(hosts, hash, addr);
	struct cds_lfht_node *there;

	if (host)
		return host;
	host = calloc(1, sizeof *host);
	if (!host)
		return NULL;
	cds_lfht_node_init(&host->node);
	host->addr = *addr;
	host->first_ns = time_ns;
	mst_store(&host->last_ns, time_ns, relaxed);
	host->serial = atomic_fetch_add_explicit(&hosts->serials, 1, memory_order_relaxed);
	mst_sanitize_release(host);
	there = cds_lfht_add_unique(hosts->table, hash, is_it, addr, &host->node);
	if (there != &host->node) { /* another thread added the address first */
		free(host);
		return caa_container_of(there, struct mst_host, node);
	}
	ring->hosts[make_slot(hosts, ring)] = host;
	mst_store(&ring->kept, ring->count, relaxed);
	return host;
}

/* ---- what frames teach ---- */

void mst_host_count_packet(struct mst_host *host, uint64_t time_ns, size_t bytes)
{
	mst_store(&host->last_ns, time_ns, relaxed);
	atomic_fetch_add_explicit(&host->packets, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&host->bytes, bytes, memory_order_relaxed);
}

void mst_host_add_mac(struct mst_host *host, const uint8_t mac[6])
{
	uint64_t word = MAC_KNOWN;

	for (unsigned i = 0; i < 6; i++)
		word |= (uint64_t)mac[i] << (40 - 8 * i);
	if (mst_load(&host->mac, relaxed) != word)
		mst_store(&host->mac, word, relaxed);
}

void mst_host_add_port(struct mst_host *host, uint16_t port, bool udp)
{
	uint32_t wanted = PORT_KNOWN | (udp ? PORT_UDP : 0) | port;

	for (unsigned i = 0; i < MST_LISTEN_PORTS; i++) {
		uint32_t there = mst_load(&host->ports[i], relaxed);

		if (there == 0 && atomic_compare_exchange_strong_explicit(&host->ports[i], &there, wanted,
		                                                          memory_order_relaxed, memory_order_relaxed))
			return;
		if (there == wanted)
			return;
	}
	mst_store(&host->more_ports, true, relaxed);
}

void mst_host_add_name(struct mst_host *host, const char *name)
{
	char *copy = NULL;

	for (unsigned i = 0; i < MST_LISTEN_NAMES && *name; i++) {
		char *there = mst_load(&host->names[i], acquire); /* HEARD */

		if (!there && !copy)
			copy = strndup(name, MST_LISTEN_NAME - 1);
		if (!there && copy &&
		    atomic_compare_exchange_strong_explicit(&host->names[i], &there, copy, memory_order_release,
		                                            memory_order_acquire))
			return;
		if (!there || strncmp(there, name, MST_LISTEN_NAME - 1) == 0)
			break;
	}
	free(copy);
}

/* ---- reading ---- */

static int compare_ports(const void *a, const void *b)
{
	const struct mst_listen_port *one = a, *other = b;

	if (one->port != other->port)
		return one->port < other->port ? -1 : 1;
	return one->udp - other->udp;
}

void mst_host_copy(const struct mst_host *host, struct mst_listen_host *heard)
{
	uint64_t mac = mst_load(&host->mac, relaxed);

	*heard = (struct mst_listen_host){
		.addr = host->addr,
		.has_mac = mac & MAC_KNOWN,
		.packets = mst_load(&host->packets, relaxed),
		.bytes = mst_load(&host->bytes, relaxed),
		.first_ns = host->first_ns,
		.last_ns = mst_load(&host->last_ns, relaxed),
		.more_ports = mst_load(&host->more_ports, relaxed),
		.serial = host->serial,
	};
	for (unsigned i = 0; i < 6 && heard->has_mac; i++)
		heard->mac[i] = (uint8_t)(mac >> (40 - 8 * i));
	for (unsigned i = 0; i < MST_LISTEN_PORTS; i++) {
		uint32_t port = mst_load(&host->ports[i], relaxed);

		if (!port)
			break;
		heard->ports[heard->port_count++] = (struct mst_listen_port){ (uint16_t)port, port & PORT_UDP };
	}
	qsort(heard->ports, heard->port_count, sizeof *heard->ports, compare_ports);
	for (unsigned i = 0; i < MST_LISTEN_NAMES; i++)
		heard->names[i] = mst_load(&host->names[i], acquire); /* HEARD */
}
