/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * neighbours.h - which neighbour has which link-layer address, as found by ARP and neighbour discovery.
 *
 * The receiver of the first round writes. The lanes of the next round read, when the first has ended.
 */
#ifndef MST_TRACK_NEIGHBOURS_H
#define MST_TRACK_NEIGHBOURS_H

#include <muster/result.h>

/*
 * A machine with so many addresses of one family is suspect if it answers for unused ones, too (proxy ARP). The number
 * alone shows nothing: hosts have aliases and privacy addresses. A router that answers for other networks, and has an
 * address or two, is none either.
 */
#define MST_PROXY_ADDRESSES 3

/* What an answer shows of its machine, as bits. Hosts avoid x.y.z.0 and x.y.z.255, but some have one of them. */
enum mst_proof {
	MST_PROOF_NONE = 0,
	MST_PROOF_FIRST = 1,                                 /* it answers for x.y.z.0 … */
	MST_PROOF_LAST = 2,                                  /* … or x.y.z.255: for both, it answers for others */
	MST_PROOF_UNUSED = MST_PROOF_FIRST | MST_PROOF_LAST, /* it answers for an address that no host has */
};

struct mst_neighbours;

/* What the first answer of an address contained. */
struct mst_neighbour {
	struct mst_addr addr;
	int64_t rtt_ns;
	uint64_t time_ns;
	uint8_t mac[6];
	uint8_t attempts;
	bool disputed; /* another machine claims the address too */
};

/* NULL when there is no memory. */
struct mst_neighbours *mst_neighbours_new(void);

/* Accepts NULL. */
void mst_neighbours_free(struct mst_neighbours *neighbours);

/*
 * Finds the neighbour of this answer, or adds it; the answer has a link-layer address. A known one is left unchanged.
 * NULL when there is no memory.
 */
struct mst_neighbour *mst_neighbours_put(struct mst_neighbours *neighbours, const struct mst_result *result);

/* NULL when the address is not known. Valid until the next put. */
struct mst_neighbour *mst_neighbours_find(const struct mst_neighbours *neighbours, const struct mst_addr *addr);

/* How many addresses of this family the machine has claimed. */
uint32_t mst_neighbours_of(const struct mst_neighbours *neighbours, const uint8_t mac[6], uint8_t family);

/* The machine has answered for an address of this family. Nothing is noted when there is no memory. */
void mst_neighbours_prove(struct mst_neighbours *neighbours, const uint8_t mac[6], uint8_t family,
                          enum mst_proof proof);

/* Whether the machine seems to answer for all addresses of the family: by MST_PROXY_ADDRESSES and MST_PROOF_UNUSED. */
bool mst_neighbours_is_proxy(const struct mst_neighbours *neighbours, const uint8_t mac[6], uint8_t family);

/* Iterates over the addresses of one machine: the next one from *at (begin with 0); NULL when there are no more. */
const struct mst_neighbour *mst_neighbours_next(const struct mst_neighbours *neighbours, const uint8_t mac[6],
                                                size_t *at);

/* The proxy that has claimed the most addresses of one family, and their number; 0 when there is none. */
uint32_t mst_neighbours_busiest_proxy(const struct mst_neighbours *neighbours, uint8_t mac[6]);

#endif
