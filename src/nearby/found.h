/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * found.h - the addresses and link-layer addresses found on one link, each once, and the addresses guessed from them.
 */
#ifndef MST_NEARBY_FOUND_H
#define MST_NEARBY_FOUND_H

#include <muster/targets.h>

#include "nearby/learned.h"
#include "net/ifaces.h"

#define MST_FOUND_MAX 65536 /* entries of each array: a flood of invented addresses stops there */

struct mst_neighbour_mac {
	uint8_t mac[6];
};

struct mst_found {
	const struct mst_ifaces *ifaces;
	const struct mst_iface *link;
	bool has_lower;         /* its hosts are found at its lower link, too: link-local addresses are left to that */
	struct mst_addr *addrs; /* ascending */
	size_t addr_count, addr_room;
	struct mst_neighbour_mac *macs; /* ascending */
	size_t mac_count, mac_room;
	uint32_t *suffixes; /* the last 24 bits of addresses, ascending */
	size_t suffix_count, suffix_room;
};

/* A struct mst_found starts with `ifaces` and `link` set, and the rest zero. */
void mst_found_free(struct mst_found *found);

/*
 * Add what a frame taught, or a MAC address. Addresses of other networks and of this machine are skipped. 0, or
 * -ENOMEM.
 */
int mst_found_add(struct mst_found *found, const struct mst_learned *learned);
int mst_found_add_mac(struct mst_found *found, const uint8_t mac[6]);

/* Adds the found addresses to the targets. 0, or -ENOMEM. */
int mst_found_add_targets(const struct mst_found *found, struct mst_targets *targets);

/*
 * Add guesses to the targets, for each /64 prefix of the link; *guessed grows by their number. 0, or -ENOMEM.
 *
 *     suffixes   prefix + 24-bit suffix, all bits between zero (2001:db8::17), as administrators choose them
 *     eui64      prefix + interface identifier made of a MAC address
 *     low        prefix + 1 … 255
 */
int mst_found_guess_suffixes(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed);
int mst_found_guess_eui64(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed);
int mst_found_guess_low(const struct mst_found *found, struct mst_targets *targets, uint64_t *guessed);

#endif
