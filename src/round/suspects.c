/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * suspects.c - see suspects.h. Hosts that answered for an unused port stand in a table with open addressing (D. Knuth,
 * "The Art of Computer Programming", vol. 3, section 6.4, algorithms L and R), half full at most. Those of IPv4 that
 * answered for all of them need no more than a bit.
 *
 *     answered for some ──► hosts ──► for all ──► everything
 */
#include "round/suspects.h"

#include <stdlib.h>

#include "base/position_set.h"
#include "round/reference_set.h"
#include "round/tested_hosts.h"

#define RECENT 4096
#define FIRST_SIZE 256
#define SIZE_MAX_HOSTS (1u << 21)      /* 16 MiB, and 24 of IPv6 addresses */
#define HOSTS_MAX (SIZE_MAX_HOSTS / 2) /* hosts beyond are not suspect */

struct host {
	uint32_t addr;     /* IPv4; or the number of an IPv6 address in `wide` */
	uint16_t answered; /* unused ports */
	uint8_t family;    /* none: a free place */
	bool owed;         /* the next question: there was no room in the queue */
};

struct recent {
	struct mst_result result;
	struct mst_origin origin;
	uint64_t before; /* the one before it in its chain, counted from 1 as they came; 0: none */
};

/* What has just turned out to answer for everything: the recent verdicts about it are walked through, newest first. */
struct walk {
	struct mst_addr addr;
	struct mst_origin origin;
	uint64_t at, first; /* counted from 1; at < first: it is over */
};

struct mst_suspects {
	const struct mst_unused *unused;
	struct mst_tested_hosts tested;
	struct mst_tested_hosts answered; /* that ever stood among the hosts: few, so most are looked up nowhere else */
	struct host *hosts;               /* that answered for an unused port */
	size_t size, count;
	struct mst_position_set
		everything; /* IPv4 addresses that answered for every unused port, not among the hosts */
	size_t everything_count;
	struct mst_addr *wide;
	size_t wide_count, wide_room;
	struct recent recent[RECENT];
	uint64_t newest[RECENT]; /* the chain of the recent verdicts about hosts that share a place; or about ways */
	uint64_t noted;          /* the last one stands in recent[noted % RECENT] */
	struct walk walk;
	uint32_t answers_for_all[MST_EGRESSES_MAX]; /* by egress, a bit a probe */
};

uint64_t mst_suspects_hosts(const struct mst_space *space)
{
	mst_uint128 hosts = mst_targets_count(space->targets);
	uint64_t questions = space->end - space->begin;

	if (space->port_count <= 1)
		return 0;
	return hosts < questions ? (uint64_t)hosts : questions;
}

struct mst_suspects *mst_suspects_new(const struct mst_unused *unused, uint64_t hosts)
{
	struct mst_suspects *suspects = calloc(1, sizeof *suspects);

	if (!suspects)
		return NULL;
	suspects->unused = unused;
	suspects->size = FIRST_SIZE;
	suspects->hosts = calloc(suspects->size, sizeof *suspects->hosts);
	if (mst_tested_hosts_open(&suspects->tested, hosts) && mst_tested_hosts_open(&suspects->answered, hosts) &&
	    suspects->hosts)
		return suspects;
	mst_suspects_free(suspects);
	return NULL;
}

void mst_suspects_free(struct mst_suspects *suspects)
{
	if (!suspects)
		return;
	mst_tested_hosts_close(&suspects->tested);
	mst_tested_hosts_close(&suspects->answered);
	mst_position_set_free(&suspects->everything);
	free(suspects->hosts);
	free(suspects->wide);
	free(suspects);
}

static bool about_ports(const struct mst_suspects *suspects)
{
	return suspects->unused->port_count > 0;
}

/* ---- hosts ---- */

static struct mst_addr addr_of(const struct mst_suspects *suspects, const struct host *host)
{
	return host->family == MST_IPV4 ? mst_addr_from_ipv4(host->addr) : suspects->wide[host->addr];
}

static bool is_host(const struct mst_suspects *suspects, const struct host *host, const struct mst_addr *addr)
{
	if (host->family != addr->family)
		return false;
	return host->family == MST_IPV4 ? host->addr == mst_addr_ipv4(addr)
	                                : mst_addr_equal(&suspects->wide[host->addr], addr);
}

/* All tables and filters of hosts take the same hash, which an answer needs once. */
static uint64_t key_of(const struct mst_addr *addr)
{
	return mst_reference_key(addr, 0);
}

/* In the table of the suspects, or a larger one. */
static struct host *place_of(const struct mst_suspects *suspects, struct host *hosts, size_t size,
                             const struct mst_addr *addr, uint64_t key)
{
	size_t at = (size_t)key & (size - 1);

	while (hosts[at].family && !is_host(suspects, &hosts[at], addr))
		at = (at + 1) & (size - 1);
	return &hosts[at];
}

/* False: no memory. */
static bool set_addr(struct mst_suspects *suspects, struct host *host, const struct mst_addr *addr)
{
	if (addr->family != MST_IPV4 && suspects->wide_count == suspects->wide_room) {
		size_t room = suspects->wide_room * 2 + FIRST_SIZE;
		struct mst_addr *wide = reallocarray(suspects->wide, room, sizeof *wide);

		if (!wide)
			return false;
		suspects->wide = wide;
		suspects->wide_room = room;
	}
	host->family = addr->family;
	host->addr = addr->family == MST_IPV4 ? mst_addr_ipv4(addr) : (uint32_t)suspects->wide_count;
	if (addr->family != MST_IPV4)
		suspects->wide[suspects->wide_count++] = *addr;
	return true;
}

static bool grow(struct mst_suspects *suspects)
{
	struct host *hosts = suspects->size < SIZE_MAX_HOSTS ? calloc(suspects->size * 2, sizeof *hosts) : NULL;

	if (!hosts)
		return false;
	for (size_t i = 0; i < suspects->size; i++) {
		struct mst_addr addr;

		if (!suspects->hosts[i].family)
			continue;
		addr = addr_of(suspects, &suspects->hosts[i]);
		*place_of(suspects, hosts, suspects->size * 2, &addr, key_of(&addr)) = suspects->hosts[i];
	}
	free(suspects->hosts);
	suspects->hosts = hosts;
	suspects->size *= 2;
	return true;
}

static void ask_next(struct mst_suspects *suspects, struct mst_unused_queue *queue, struct host *host)
{
	struct mst_addr addr = addr_of(suspects, host);

	host->owed = !mst_unused_queue_put(queue, &addr, suspects->unused->ports[host->answered]); /* UNUSED */
}

/* NULL: it has answered for no unused port. */
static struct host *find(const struct mst_suspects *suspects, const struct mst_addr *addr, uint64_t key)
{
	struct host *host = suspects->count ? place_of(suspects, suspects->hosts, suspects->size, addr, key) : NULL;

	return host && host->family ? host : NULL;
}

/* A new host. NULL: no room for more. */
static struct host *add(struct mst_suspects *suspects, const struct mst_addr *addr, uint64_t key)
{
	struct host *host;

	if (suspects->count + suspects->everything_count >= HOSTS_MAX)
		return NULL;
	if ((suspects->count + 1) * 2 > suspects->size && !grow(suspects))
		return NULL;
	host = place_of(suspects, suspects->hosts, suspects->size, addr, key);
	if (!set_addr(suspects, host, addr))
		return NULL;
	mst_tested_hosts_add(&suspects->answered, key);
	suspects->count++;
	return host;
}

static bool answered_everything(const struct mst_suspects *suspects, const struct mst_addr *addr)
{
	return addr->family == MST_IPV4 && suspects->everything_count > 0 &&
	       mst_position_set_has(&suspects->everything, mst_addr_ipv4(addr));
}

/* Frees the place of a host; those behind it that would have stood there move up. */
static void free_place(struct mst_suspects *suspects, struct host *host)
{
	size_t mask = suspects->size - 1, hole = (size_t)(host - suspects->hosts), at = hole;

	while (suspects->hosts[at = (at + 1) & mask].family) {
		struct mst_addr addr = addr_of(suspects, &suspects->hosts[at]);
		size_t home = (size_t)key_of(&addr) & mask;

		if (((at - home) & mask) < ((at - hole) & mask))
			continue;
		suspects->hosts[hole] = suspects->hosts[at];
		hole = at;
	}
	suspects->hosts[hole] = (struct host){ 0 };
	suspects->count--;
}

/* It has answered for the last unused port. Without memory it stays among the hosts. */
static void move_to_everything(struct mst_suspects *suspects, struct host *host)
{
	if (host->family != MST_IPV4 || mst_position_set_add(&suspects->everything, host->addr) < 0)
		return;
	suspects->everything_count++;
	free_place(suspects, host);
}

/* A host with an open port is tested once; where there is no room in the queue, another time, by another open port. */
static void test(struct mst_suspects *suspects, struct mst_unused_queue *queue, const struct mst_addr *addr,
                 uint64_t key)
{
	if (mst_tested_hosts_has(&suspects->tested, key))
		return;
	if (mst_unused_queue_put(queue, addr, suspects->unused->ports[0])) /* UNUSED */
		mst_tested_hosts_add(&suspects->tested, key);
}

/* A port of this host is open: whether that is suspect. */
static bool answers_for_every_port(struct mst_suspects *suspects, struct mst_unused_queue *queue,
                                   const struct mst_addr *addr, uint64_t key)
{
	/* A host that is asked about one port comes once, before it is tested. */
	bool again = mst_tested_hosts_has(&suspects->answered, key);
	struct host *host = again ? find(suspects, addr, key) : NULL;

	if (again && !host && answered_everything(suspects, addr))
		return true;
	if (!host)
		test(suspects, queue, addr, key);
	else if (host->owed)
		ask_next(suspects, queue, host);
	return host && host->answered >= suspects->unused->port_count;
}

/* ---- verdicts ---- */

/* The chain of verdicts that become suspect together: of one host (and of a few others), or of one way to ask. */
static uint64_t *chain_of(struct mst_suspects *suspects, uint64_t key, const struct mst_origin *origin)
{
	if (about_ports(suspects))
		return &suspects->newest[key % RECENT];
	return &suspects->newest[(origin->egress * 32 + origin->probe) % RECENT];
}

static enum mst_suspicion suspicion(const struct mst_suspects *suspects)
{
	return about_ports(suspects) ? MST_SUSPECT_EVERY_PORT : MST_SUSPECT_UNUSED;
}

enum mst_suspicion mst_suspects_note(struct mst_suspects *suspects, struct mst_unused_queue *queue,
                                     const struct mst_result *result, const struct mst_origin *origin)
{
	uint64_t key = about_ports(suspects) ? key_of(&result->addr) : 0;
	bool suspect = about_ports(suspects) ? answers_for_every_port(suspects, queue, &result->addr, key)
	                                     : suspects->answers_for_all[origin->egress] >> origin->probe & 1;
	enum mst_suspicion is = result->suspect ? (enum mst_suspicion)result->suspect
	                        : suspect       ? suspicion(suspects)
	                                        : MST_NOT_SUSPECT;
	uint64_t *newest = chain_of(suspects, key, origin);
	struct recent *recent = &suspects->recent[++suspects->noted % RECENT];

	*recent = (struct recent){ *result, *origin, *newest };
	recent->result.suspect = (uint8_t)is;
	*newest = suspects->noted;
	return is;
}

static void begin_walk(struct mst_suspects *suspects, const struct mst_addr *addr, const struct mst_origin *origin)
{
	suspects->walk = (struct walk){
		.addr = *addr,
		.origin = *origin,
		.at = *chain_of(suspects, key_of(addr), origin),
		.first = suspects->noted >= RECENT ? suspects->noted - RECENT + 1 : 1,
	};
}

bool mst_suspects_answered(struct mst_suspects *suspects, struct mst_unused_queue *queue, const struct mst_addr *addr,
                           const struct mst_origin *origin)
{
	uint32_t bit = UINT32_C(1) << origin->probe;
	uint64_t key = key_of(addr);
	struct host *host;

	if (about_ports(suspects)) {
		host = find(suspects, addr, key);
		if (!host && answered_everything(suspects, addr))
			return false;
		if (!host && !(host = add(suspects, addr, key)))
			return false;
		host->answered++;
		if (host->answered < suspects->unused->port_count)
			ask_next(suspects, queue, host);
		if (host->answered != suspects->unused->port_count)
			return false;
		move_to_everything(suspects, host);
	} else if (suspects->answers_for_all[origin->egress] & bit) {
		return false;
	} else {
		suspects->answers_for_all[origin->egress] |= bit;
	}
	begin_walk(suspects, addr, origin);
	return true;
}

static bool is_about(const struct mst_suspects *suspects, const struct recent *recent)
{
	const struct walk *walk = &suspects->walk;

	if (about_ports(suspects))
		return mst_addr_equal(&recent->result.addr, &walk->addr);
	return recent->origin.egress == walk->origin.egress && recent->origin.probe == walk->origin.probe;
}

const struct mst_result *mst_suspects_next(struct mst_suspects *suspects, unsigned *lane)
{
	struct walk *walk = &suspects->walk;

	while (walk->at && walk->at >= walk->first) {
		struct recent *recent = &suspects->recent[walk->at % RECENT];

		walk->at = recent->before;
		if (recent->result.suspect || !is_about(suspects, recent))
			continue;
		recent->result.suspect = (uint8_t)suspicion(suspects);
		*lane = recent->origin.lane;
		return &recent->result;
	}
	return NULL;
}
