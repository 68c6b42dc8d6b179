/* SPDX-License-Identifier: BSD-2-Clause */
/* handshakes.c - see handshakes.h. */
#include "handshake/handshakes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FREE 0 /* the port of an item that is not in use: no SYN-ACK comes from it */

int mst_handshakes_open(struct mst_handshakes *handshakes, uint32_t room, unsigned per_host)
{
	*handshakes = (struct mst_handshakes){ .room = room, .made = 1, .at = 1, .per_host = per_host };
	handshakes->of = calloc(room, sizeof *handshakes->of);
	handshakes->heads = calloc(2 * (size_t)room, sizeof *handshakes->heads);
	handshakes->over = calloc(2 * (size_t)room, sizeof *handshakes->over);
	handshakes->at_host = calloc(2 * (size_t)room, sizeof *handshakes->at_host);
	if (handshakes->of && handshakes->heads && handshakes->over && handshakes->at_host)
		return 0;
	mst_handshakes_close(handshakes);
	return -ENOMEM;
}

void mst_handshakes_close(struct mst_handshakes *handshakes)
{
	free(handshakes->of);
	free(handshakes->heads);
	free(handshakes->over);
	free(handshakes->at_host);
	*handshakes = (struct mst_handshakes){ 0 };
}

/* Fibonacci hashing: the high bits of a product are mixed best, so they meet the low ones, before and after. */
static uint64_t stir(uint64_t bits)
{
	bits = (bits ^ bits >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	return bits ^ bits >> 32;
}

static uint64_t mix(const struct mst_addr *addr, uint16_t port)
{
	uint64_t words[2];

	memcpy(words, addr->bytes, sizeof words);
	return stir(stir(stir(words[0]) ^ words[1]) ^ port);
}

static uint32_t place_of(const struct mst_handshakes *handshakes, uint64_t mixed)
{
	return (uint32_t)(mixed >> 32) & (2 * handshakes->room - 1);
}

static uint32_t *head_of(const struct mst_handshakes *handshakes, const struct mst_addr *addr, uint16_t port)
{
	return &handshakes->heads[place_of(handshakes, mix(addr, port))];
}

/* The bits that the place leaves out; 0 is that of none. */
static uint32_t mark_of(uint64_t mixed)
{
	return (uint32_t)mixed | 1;
}

static uint8_t *host_of(const struct mst_handshakes *handshakes, const struct mst_addr *addr)
{
	return &handshakes->at_host[place_of(handshakes, mix(addr, 0))];
}

struct mst_handshake *mst_handshakes_find(struct mst_handshakes *handshakes, const struct mst_addr *addr, uint16_t port)
{
	uint32_t at = *head_of(handshakes, addr, port);

	while (at && (handshakes->of[at].port != port || !mst_addr_equal(&handshakes->of[at].addr, addr)))
		at = handshakes->of[at].next;
	return at ? &handshakes->of[at] : NULL;
}

static uint32_t take_item(struct mst_handshakes *handshakes)
{
	uint32_t at = handshakes->unused;

	if (at)
		handshakes->unused = handshakes->of[at].next;
	else if (handshakes->made < handshakes->room)
		at = handshakes->made++;
	return at;
}

struct mst_handshake *mst_handshakes_add(struct mst_handshakes *handshakes, const struct mst_addr *addr, uint16_t port)
{
	uint8_t *at_host = host_of(handshakes, addr);
	uint32_t *head = head_of(handshakes, addr, port), at;

	if (*at_host >= handshakes->per_host || !(at = take_item(handshakes)))
		return NULL;
	++*at_host;
	handshakes->count++;
	handshakes->of[at] = (struct mst_handshake){ .addr = *addr, .port = port, .next = *head };
	*head = at;
	return &handshakes->of[at];
}

void mst_handshakes_drop(struct mst_handshakes *handshakes, struct mst_handshake *handshake, uint32_t now_ms)
{
	uint32_t at = (uint32_t)(handshake - handshakes->of), *link;
	uint64_t mixed = mix(&handshake->addr, handshake->port);

	handshakes->over[place_of(handshakes, mixed)] = (struct mst_handshake_over){
		.mark = mark_of(mixed),
		.ended_ms = now_ms,
		.our_port = handshake->our_port,
		.route = handshake->route,
	};
	link = head_of(handshakes, &handshake->addr, handshake->port);
	while (*link != at)
		link = &handshakes->of[*link].next;
	*link = handshake->next;
	--*host_of(handshakes, &handshake->addr);
	handshakes->count--;
	*handshake = (struct mst_handshake){ .port = FREE, .next = handshakes->unused };
	handshakes->unused = at;
}

const struct mst_handshake_over *mst_handshakes_over(const struct mst_handshakes *handshakes,
                                                     const struct mst_addr *addr, uint16_t port)
{
	uint64_t mixed = mix(addr, port);
	const struct mst_handshake_over *over = &handshakes->over[place_of(handshakes, mixed)];

	return over->mark == mark_of(mixed) ? over : NULL;
}

struct mst_handshake *mst_handshakes_due(struct mst_handshakes *handshakes, uint32_t now_ms, uint32_t *steps)
{
	while (handshakes->count && *steps > 0) {
		struct mst_handshake *handshake;

		--*steps;
		if (++handshakes->at >= handshakes->made)
			handshakes->at = 1;
		handshake = &handshakes->of[handshakes->at];
		if (handshake->port != FREE && mst_ms_is_past(now_ms, handshake->until_ms))
			return handshake;
	}
	return NULL;
}
