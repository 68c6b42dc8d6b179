/* SPDX-License-Identifier: BSD-2-Clause */
/* index.c - see index.h. */
#include "track/index.h"

#include <stdlib.h>
#include <sys/random.h>
#include <urcu-bp.h>
#include <urcu/rculfhash.h>

#include "base/atomic.h"
#include "base/lines.h"
#include "base/sanitize.h"
#include "base/siphash.h"

#define SPARE_SHARE 4 /* capacity / this: the number of spare nodes */
#define SPARE_MIN 64

struct node {
	struct cds_lfht_node hook;
	struct mst_addr addr;
	uint16_t port;
	uint8_t lane;
	uint32_t slot;
};

/* The nodes of one lane. The ring `free` has the numbers of free nodes, then of removed ones that may still be read. */
struct pool {
	MST_OWN_LINE struct node *nodes;
	uint32_t *of_slot; /* number + 1 of the slot's node; 0: none */
	uint32_t *free;    /* `count` numbers, a ring */
	uint32_t count;
	uint32_t free_at, free_left; /* where the free numbers begin, and how many they are … */
	uint32_t leaving;            /* … and how many removed ones follow */
};

struct mst_index {
	struct cds_lfht *table;
	struct mst_key key;
	unsigned lanes;
	uint32_t capacity;
	struct pool *pools;
};

bool mst_index_open_lane(struct mst_index *index, unsigned lane)
{
	struct pool *pool = &index->pools[lane];
	uint32_t capacity = index->capacity;
	uint32_t spare = capacity / SPARE_SHARE > SPARE_MIN ? capacity / SPARE_SHARE : SPARE_MIN;

	pool->count = pool->free_left = capacity + spare;
	pool->nodes = calloc(pool->count, sizeof *pool->nodes);
	pool->of_slot = calloc(capacity, sizeof *pool->of_slot);
	pool->free = calloc(pool->count, sizeof *pool->free);
	for (uint32_t i = 0; pool->free && i < pool->count; i++)
		pool->free[i] = i;
	return pool->nodes && pool->of_slot && pool->free;
}

struct mst_index *mst_index_new(unsigned lanes, uint32_t capacity)
{
	struct mst_index *index = calloc(1, sizeof *index);
	unsigned long buckets = 64;
	bool whole;

	if (!index)
		return NULL;
	while (buckets < (unsigned long)lanes * capacity)
		buckets *= 2;
	index->lanes = lanes;
	index->capacity = capacity;
	index->pools = mst_lines_new(lanes, sizeof *index->pools);
	index->table = cds_lfht_new(buckets, buckets, buckets, 0, NULL); /* of a fixed size: nodes are never moved */
	whole = index->pools && index->table && getrandom(&index->key, sizeof index->key, 0) == sizeof index->key;
	if (whole)
		return index;
	mst_index_free(index);
	return NULL;
}

/* liburcu destroys only empty tables. */
static void empty_table(struct cds_lfht *table)
{
	struct cds_lfht_iter iter;
	struct cds_lfht_node *hook;

	rcu_read_lock();
	cds_lfht_for_each (table, &iter, hook)
		cds_lfht_del(table, hook);
	rcu_read_unlock();
	cds_lfht_destroy(table, NULL);
}

void mst_index_free(struct mst_index *index)
{
	if (!index)
		return;
	if (index->table)
		empty_table(index->table);
	for (unsigned i = 0; index->pools && i < index->lanes; i++) {
		free(index->pools[i].nodes);
		free(index->pools[i].of_slot);
		free(index->pools[i].free);
	}
	free(index->pools);
	free(index);
}

static unsigned long hash_of(const struct mst_index *index, const struct mst_addr *addr, uint16_t port)
{
	uint64_t words[3];

	memcpy(words, addr->bytes, 16);
	words[2] = (uint64_t)addr->scope << 32 | (uint64_t)port << 8 | addr->family;
	return (unsigned long)mst_siphash(&index->key, words, 3);
}

static void remove_node(struct mst_index *index, struct pool *pool, uint32_t number)
{
	rcu_read_lock();
	cds_lfht_del(index->table, &pool->nodes[number].hook);
	rcu_read_unlock();
	pool->free[(pool->free_at + pool->free_left + pool->leaving++) % pool->count] = number;
}

/* When no node is free: waits until no reader can hold a removed one. Then those are free. */
static uint32_t take_free(struct pool *pool)
{
	uint32_t number;

	if (pool->free_left == 0) {
		synchronize_rcu();
		pool->free_left = pool->leaving;
		pool->leaving = 0;
	}
	number = pool->free[pool->free_at];
	pool->free_at = pool->free_at + 1 < pool->count ? pool->free_at + 1 : 0;
	pool->free_left--;
	return number;
}

void mst_index_put(struct mst_index *index, unsigned lane, uint32_t slot, const struct mst_addr *addr, uint16_t port)
{
	struct pool *pool = &index->pools[lane];
	struct node *node;
	uint32_t number;

	if (pool->of_slot[slot])
		remove_node(index, pool, pool->of_slot[slot] - 1);
	number = take_free(pool);
	pool->of_slot[slot] = number + 1;
	node = &pool->nodes[number];
	mst_sanitize_acquire(node);
	*node = (struct node){ .addr = *addr, .port = port, .lane = (uint8_t)lane, .slot = slot };
	cds_lfht_node_init(&node->hook);
	mst_sanitize_release(node);
	rcu_read_lock();
	cds_lfht_add(index->table, hash_of(index, addr, port), &node->hook); /* INDEX */
	rcu_read_unlock();
}

struct wanted {
	const struct mst_addr *addr;
	uint16_t port;
};

static int is_it(struct cds_lfht_node *hook, const void *key)
{
	const struct node *node = caa_container_of(hook, struct node, hook);
	const struct wanted *wanted = key;

	mst_sanitize_acquire(node);
	return node->port == wanted->port && mst_addr_equal(&node->addr, wanted->addr);
}

bool mst_index_find(struct mst_index *index, const struct mst_addr *addr, uint16_t port, unsigned *lane, uint32_t *slot)
{
	struct wanted wanted = { addr, port };
	struct cds_lfht_iter iter;
	struct cds_lfht_node *hook;

	rcu_read_lock();
	cds_lfht_lookup(index->table, hash_of(index, addr, port), is_it, &wanted, &iter); /* INDEX */
	hook = cds_lfht_iter_get_node(&iter);
	if (hook) {
		const struct node *node = caa_container_of(hook, struct node, hook);

		*lane = node->lane;
		*slot = node->slot;
		mst_sanitize_release(node); /* pairs with the lane that uses it anew */
	}
	rcu_read_unlock();
	return hook != NULL;
}
