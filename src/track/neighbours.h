/*
 * neighbours.h - who on the own link has which link-layer address, as ARP and neighbour discovery told it.
 *
 * The receiver of the round that asks writes; the lanes of the round after it read, when that one has ended.
 */
#ifndef MST_TRACK_NEIGHBOURS_H
#define MST_TRACK_NEIGHBOURS_H

#include <muster/result.h>

#define MST_PROXY_SUSPECTED 16 /* addresses of one machine, from which on it seems to answer for everybody */

struct mst_neighbours;

/* What its first answer told. */
struct mst_neighbour {
	struct mst_addr addr;
	int64_t rtt_ns;
	uint64_t time_ns;
	uint8_t mac[6];
	uint8_t attempts;
	bool disputed; /* another machine claims the address, too */
};

/* NULL when there is no memory. */
struct mst_neighbours *mst_neighbours_new(void);

/* Accepts NULL. */
void mst_neighbours_free(struct mst_neighbours *neighbours);

/*
 * The neighbour of this answer, which has a link-layer address: made when the address was not known, otherwise as it was.
 * NULL when there is no memory.
 */
struct mst_neighbour *mst_neighbours_put(struct mst_neighbours *neighbours, const struct mst_result *result);

/* NULL when the address is not known. Valid until the next put. */
struct mst_neighbour *mst_neighbours_find(const struct mst_neighbours *neighbours, const struct mst_addr *addr);

/* How many addresses this machine has told to be its own. */
uint32_t mst_neighbours_of(const struct mst_neighbours *neighbours, const uint8_t mac[6]);

/* Walks over the addresses of one machine: the next one from *at (begin with 0); NULL when there is none. */
const struct mst_neighbour *mst_neighbours_next(const struct mst_neighbours *neighbours, const uint8_t mac[6], size_t *at);

/* The machine with the most addresses, and how many; 0 when nobody is known. */
uint32_t mst_neighbours_busiest(const struct mst_neighbours *neighbours, uint8_t mac[6]);

#endif
