/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * neighbours.c - see neighbours.h. Two tables with open addressing (D. Knuth, "The Art of Computer Programming", vol.
 * 3, section 6.4, algorithm L), half full at most: addresses, and the machines that have them.
 */
#include "track/neighbours.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/siphash.h"

#define FIRST_SIZE 64 /* a power of two, as every size */

enum { OF_IPV4, OF_IPV6, FAMILIES };

struct machine {
	uint32_t addresses[FAMILIES];
	uint8_t mac[6];
	uint8_t proofs[FAMILIES]; /* bits of enum mst_proof */
	bool used;                /* else it is a free place */
};

struct mst_neighbours {
	struct mst_key key;
	struct mst_neighbour *items; /* no family: a free place */
	size_t size, count;
	struct machine *machines;
	size_t machine_size, machine_count;
};

struct mst_neighbours *mst_neighbours_new(void)
{
	struct mst_neighbours *neighbours = calloc(1, sizeof *neighbours);

	if (!neighbours)
		return NULL;
	neighbours->items = calloc(FIRST_SIZE, sizeof *neighbours->items);
	neighbours->machines = calloc(FIRST_SIZE, sizeof *neighbours->machines);
	neighbours->size = neighbours->machine_size = FIRST_SIZE;
	if (neighbours->items && neighbours->machines &&
	    getrandom(&neighbours->key, sizeof neighbours->key, 0) == sizeof neighbours->key)
		return neighbours;
	mst_neighbours_free(neighbours);
	return NULL;
}

void mst_neighbours_free(struct mst_neighbours *neighbours)
{
	if (!neighbours)
		return;
	free(neighbours->items);
	free(neighbours->machines);
	free(neighbours);
}

/* ---- addresses ---- */

/* The place of an address, or the free one where it belongs. */
static size_t place_of(const struct mst_neighbours *neighbours, const struct mst_neighbour *items, size_t size,
                       const struct mst_addr *addr)
{
	uint64_t words[3];
	size_t at;

	memcpy(words, addr->bytes, 16);
	words[2] = (uint64_t)addr->scope << 8 | addr->family;
	at = (size_t)mst_siphash(&neighbours->key, words, 3) & (size - 1);
	while (items[at].addr.family && !mst_addr_equal(&items[at].addr, addr))
		at = (at + 1) & (size - 1);
	return at;
}

static bool grow(struct mst_neighbours *neighbours)
{
	size_t size = neighbours->size * 2;
	struct mst_neighbour *items = calloc(size, sizeof *items);

	if (!items)
		return false;
	for (size_t i = 0; i < neighbours->size; i++) {
		const struct mst_neighbour *item = &neighbours->items[i];

		if (item->addr.family)
			items[place_of(neighbours, items, size, &item->addr)] = *item;
	}
	free(neighbours->items);
	neighbours->items = items;
	neighbours->size = size;
	return true;
}

/* ---- machines ---- */

static size_t machine_place(const struct mst_neighbours *neighbours, const struct machine *machines, size_t size,
                            const uint8_t mac[6])
{
	uint64_t word = 0;
	size_t at;

	memcpy(&word, mac, 6);
	at = (size_t)mst_siphash(&neighbours->key, &word, 1) & (size - 1);
	while (machines[at].used && memcmp(machines[at].mac, mac, 6) != 0)
		at = (at + 1) & (size - 1);
	return at;
}

static bool grow_machines(struct mst_neighbours *neighbours)
{
	size_t size = neighbours->machine_size * 2;
	struct machine *machines = calloc(size, sizeof *machines);

	if (!machines)
		return false;
	for (size_t i = 0; i < neighbours->machine_size; i++) {
		const struct machine *machine = &neighbours->machines[i];

		if (machine->used)
			machines[machine_place(neighbours, machines, size, machine->mac)] = *machine;
	}
	free(neighbours->machines);
	neighbours->machines = machines;
	neighbours->machine_size = size;
	return true;
}

static size_t of_family(uint8_t family)
{
	return family == MST_IPV6 ? OF_IPV6 : OF_IPV4;
}

/* NULL when it has no place yet. */
static const struct machine *find_machine(const struct mst_neighbours *neighbours, const uint8_t mac[6])
{
	const struct machine *machine =
		&neighbours->machines[machine_place(neighbours, neighbours->machines, neighbours->machine_size, mac)];

	return machine->used ? machine : NULL;
}

/* Finds or adds it; NULL when there is no memory. */
static struct machine *machine_of(struct mst_neighbours *neighbours, const uint8_t mac[6])
{
	struct machine *machine;

	if ((neighbours->machine_count + 1) * 2 > neighbours->machine_size && !grow_machines(neighbours))
		return NULL;
	machine = &neighbours->machines[machine_place(neighbours, neighbours->machines, neighbours->machine_size, mac)];
	neighbours->machine_count += !machine->used;
	machine->used = true;
	memcpy(machine->mac, mac, 6);
	return machine;
}

void mst_neighbours_prove(struct mst_neighbours *neighbours, const uint8_t mac[6], uint8_t family, enum mst_proof proof)
{
	struct machine *machine = machine_of(neighbours, mac);

	if (machine)
		machine->proofs[of_family(family)] |= (uint8_t)proof;
}

static bool is_proxy(const struct machine *machine, size_t family)
{
	return machine->addresses[family] >= MST_PROXY_ADDRESSES && machine->proofs[family] == MST_PROOF_UNUSED;
}

bool mst_neighbours_is_proxy(const struct mst_neighbours *neighbours, const uint8_t mac[6], uint8_t family)
{
	const struct machine *machine = find_machine(neighbours, mac);

	return machine && is_proxy(machine, of_family(family));
}

uint32_t mst_neighbours_of(const struct mst_neighbours *neighbours, const uint8_t mac[6], uint8_t family)
{
	const struct machine *machine = find_machine(neighbours, mac);

	return machine ? machine->addresses[of_family(family)] : 0;
}

uint32_t mst_neighbours_busiest_proxy(const struct mst_neighbours *neighbours, uint8_t mac[6])
{
	uint32_t most = 0;

	for (size_t i = 0; i < neighbours->machine_size * FAMILIES; i++) {
		const struct machine *machine = &neighbours->machines[i / FAMILIES];

		if (!is_proxy(machine, i % FAMILIES) || machine->addresses[i % FAMILIES] <= most)
			continue;
		most = machine->addresses[i % FAMILIES];
		memcpy(mac, machine->mac, 6);
	}
	return most;
}

/* ---- both ---- */

struct mst_neighbour *mst_neighbours_put(struct mst_neighbours *neighbours, const struct mst_result *result)
{
	struct machine *machine = machine_of(neighbours, result->mac);
	struct mst_neighbour *item;

	if (!machine || ((neighbours->count + 1) * 2 > neighbours->size && !grow(neighbours)))
		return NULL;
	item = &neighbours->items[place_of(neighbours, neighbours->items, neighbours->size, &result->addr)];
	if (item->addr.family)
		return item;
	*item = (struct mst_neighbour){
		.addr = result->addr,
		.rtt_ns = result->rtt_ns,
		.time_ns = result->time_ns,
		.attempts = result->attempts,
	};
	memcpy(item->mac, result->mac, sizeof item->mac);
	neighbours->count++;
	machine->addresses[of_family(result->addr.family)]++;
	return item;
}

struct mst_neighbour *mst_neighbours_find(const struct mst_neighbours *neighbours, const struct mst_addr *addr)
{
	struct mst_neighbour *item = &neighbours
	                                      ->items[place_of(neighbours, neighbours->items, neighbours->size, addr)];

	return item->addr.family ? item : NULL;
}

const struct mst_neighbour *mst_neighbours_next(const struct mst_neighbours *neighbours, const uint8_t mac[6],
                                                size_t *at)
{
	while (*at < neighbours->size) {
		const struct mst_neighbour *item = &neighbours->items[(*at)++];

		if (item->addr.family && memcmp(item->mac, mac, 6) == 0)
			return item;
	}
	return NULL;
}
