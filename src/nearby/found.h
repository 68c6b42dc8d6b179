/*
 * found.h - the addresses and machines that have been found on one link, each once, and what is guessed from them.
 */
#ifndef MST_NEARBY_FOUND_H
#define MST_NEARBY_FOUND_H

#include <muster/targets.h>

#include "nearby/overheard.h"
#include "net/ifaces.h"

#define MST_FOUND_MAX 65536 /* addresses, and machines: a flood of invented ones ends there */

struct mst_machine {
	uint8_t mac[6];
};

struct mst_found {
	const struct mst_ifaces *ifaces;
	const struct mst_iface *link;
	struct mst_addr *addrs; /* ascending */
	size_t addr_count, addr_room;
	struct mst_machine *machines; /* likewise */
	size_t machine_count, machine_room;
	uint32_t *endings;      /* the last 24 bits of addresses, likewise */
	size_t ending_count, ending_room;
};

/* Starts with ifaces and link set, the rest zero. */
void mst_found_free(struct mst_found *found);

/* -ENOMEM. Addresses of other networks, and this machine's own, are passed over. */
int mst_found_add(struct mst_found *found, const struct mst_overheard *overheard);
int mst_found_add_machine(struct mst_found *found, const uint8_t mac[6]);

/* Adds what was found to the targets. -ENOMEM. */
int mst_found_tell(const struct mst_found *found, struct mst_targets *targets);

/*
 * Adds guesses for each prefix of the link of 64 bits; *guessed grows by their number. -ENOMEM. Of endings: addresses of
 * which only they are not zero, as people give them (2001:db8::17).
 */
int mst_found_guess_endings(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed);
int mst_found_guess_eui64(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed);
int mst_found_guess_low(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed);

#endif
