/* SPDX-License-Identifier: BSD-2-Clause */
/* talked.c - see talked.h. */
#include "converse/talked.h"

#include <errno.h>
#include <stdlib.h>

#define ROOM_FIRST 64

/* Only the user chooses the addresses, so that their hash needs no key. */
static size_t hash_of(const struct mst_addr *addr)
{
	uint64_t hash = addr->scope;

	for (size_t i = 0; i < sizeof addr->bytes; i++)
		hash = (hash ^ addr->bytes[i]) * UINT64_C(0x100000001b3);
	return (size_t)(hash ^ hash >> 29);
}

/* Of the host with this address, or the free one where it belongs. */
static uint32_t *slot_for(const struct mst_talked *hosts, const struct mst_addr *addr)
{
	size_t at = hash_of(addr) & (hosts->slot_count - 1);

	while (hosts->slots[at] && !mst_addr_equal(&hosts->hosts[hosts->slots[at]].addr, addr))
		at = (at + 1) & (hosts->slot_count - 1);
	return &hosts->slots[at];
}

static bool widen_slots(struct mst_talked *hosts)
{
	uint32_t count = hosts->slot_count ? 2 * hosts->slot_count : 2 * ROOM_FIRST;
	uint32_t *slots = calloc(count, sizeof *slots);

	if (!slots)
		return false;
	free(hosts->slots);
	hosts->slots = slots;
	hosts->slot_count = count;
	for (uint32_t i = 1; i < hosts->host_count; i++)
		*slot_for(hosts, &hosts->hosts[i].addr) = i;
	return true;
}

/* The items with room for one more; the first is none. NULL: no memory, and all is as before. */
static void *make_room(void *items, uint32_t *count, uint32_t *room, size_t size)
{
	void *more = items;

	if (*count == *room) {
		uint32_t wider = *room ? 2 * *room : ROOM_FIRST;

		more = *room > UINT32_MAX / 4 ? NULL : reallocarray(items, wider, size);
		if (!more)
			return NULL;
		*room = wider;
	}
	if (!*count)
		*count = 1;
	return more;
}

static uint32_t find_host(struct mst_talked *hosts, const struct mst_addr *addr)
{
	struct mst_talked_host *more;
	uint32_t *slot;

	if (2 * hosts->host_count >= hosts->slot_count && !widen_slots(hosts))
		return 0;
	slot = slot_for(hosts, addr);
	if (*slot)
		return *slot;
	more = make_room(hosts->hosts, &hosts->host_count, &hosts->host_room, sizeof *hosts->hosts);
	if (!more)
		return 0;
	hosts->hosts = more;
	hosts->hosts[hosts->host_count] = (struct mst_talked_host){ .addr = *addr };
	return *slot = hosts->host_count++;
}

static uint32_t new_waiting(struct mst_talked *hosts)
{
	struct mst_talked_port *more;
	uint32_t at = hosts->waiting_free;

	if (at) {
		hosts->waiting_free = hosts->waiting[at].next;
		return at;
	}
	more = make_room(hosts->waiting, &hosts->waiting_count, &hosts->waiting_room, sizeof *hosts->waiting);
	if (!more)
		return 0;
	hosts->waiting = more;
	return hosts->waiting_count++;
}

/* Puts a host behind those that are ready, if it is. */
static void get_ready(struct mst_talked *hosts, uint32_t index)
{
	struct mst_talked_host *host = &hosts->hosts[index];

	if (host->ready || !host->first || host->connections >= hosts->per_host)
		return;
	host->ready = true;
	host->next_ready = 0;
	if (hosts->last_ready)
		hosts->hosts[hosts->last_ready].next_ready = index;
	else
		hosts->first_ready = index;
	hosts->last_ready = index;
}

int mst_talked_put(struct mst_talked *hosts, const struct mst_open_port *port)
{
	uint32_t index = find_host(hosts, &port->addr), at = index ? new_waiting(hosts) : 0;
	struct mst_talked_host *host;

	if (!at)
		return -ENOMEM;
	host = &hosts->hosts[index];
	hosts->waiting[at] = (struct mst_talked_port){
		.position = port->position, .port = port->port, .proto = port->proto, .ending = port->ending
	};
	if (host->first)
		hosts->waiting[host->last].next = at;
	else
		host->first = at;
	host->last = at;
	hosts->count++;
	get_ready(hosts, index);
	return 0;
}

uint32_t mst_talked_take(struct mst_talked *hosts, struct mst_open_port *port)
{
	uint32_t index = hosts->first_ready, at;
	struct mst_talked_host *host;

	if (!index)
		return 0;
	host = &hosts->hosts[index];
	hosts->first_ready = host->next_ready;
	if (!hosts->first_ready)
		hosts->last_ready = 0;
	host->ready = false;
	at = host->first;
	*port = (struct mst_open_port){ .addr = host->addr,
		                        .port = hosts->waiting[at].port,
		                        .proto = hosts->waiting[at].proto,
		                        .ending = hosts->waiting[at].ending,
		                        .position = hosts->waiting[at].position };
	host->first = hosts->waiting[at].next;
	hosts->waiting[at].next = hosts->waiting_free;
	hosts->waiting_free = at;
	hosts->count--;
	host->connections++;
	get_ready(hosts, index);
	return index;
}

void mst_talked_release(struct mst_talked *hosts, uint32_t host)
{
	hosts->hosts[host].connections--;
	get_ready(hosts, host);
}

void mst_talked_free(struct mst_talked *hosts)
{
	free(hosts->hosts);
	free(hosts->slots);
	free(hosts->waiting);
	*hosts = (struct mst_talked){ .per_host = hosts->per_host };
}
