/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * neighbours.h - which neighbour has which link-layer address, as found by ARP and neighbour discovery.
 *
 * The receiver of the first round writes. The lanes of the next round read, when the first has ended.
 */
#ifndef MST_TRACK_NEIGHBOURS_H
#define MST_TRACK_NEIGHBOURS_H

#include <muster/result.h>

#define MST_PROXY_SUSPECTED 16 /* a machine with so many addresses seems to answer for all (proxy ARP) */

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

/* How many addresses this machine has claimed. */
uint32_t mst_neighbours_of(const struct mst_neighbours *neighbours, const uint8_t mac[6]);

/* Iterates over the addresses of one machine: the next one from *at (begin with 0); NULL when there are no more. */
const struct mst_neighbour *mst_neighbours_next(const struct mst_neighbours *neighbours, const uint8_t mac[6],
                                                size_t *at);

/* The machine with the most addresses, and their number; 0 when no neighbour is known. */
uint32_t mst_neighbours_busiest(const struct mst_neighbours *neighbours, uint8_t mac[6]);

#endif
