/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roster.h - the list of watched hosts and ports, and what is known of each. Pure.
 *
 *     take, take, … (verdicts of a round) ──► conclude ──► changes      or: forget, the round does not count
 *
 * Items are ordered by address, each host before its ports: a binary search finds the host, an index its port. Memory
 * is allocated once. `take` may run in another thread than the other calls, but not at the same time.
 */
#ifndef MST_WATCH_ROSTER_H
#define MST_WATCH_ROSTER_H

#include <muster/watch.h>

/* The verdict of this round. */
struct mst_observation {
	int64_t rtt_ns;
	uint8_t state, reason;
	uint8_t probes; /* sent for it */
	bool given;
	bool answered;
	bool by_target; /* the target itself answered */
	bool has_mac;   /* the host's link-layer address is known */
	bool disputed;  /* another machine of the link claims the address, too */
	uint8_t mac[6];
	bool local; /* a local error of this machine (no route): proves nothing about the target */
};

struct mst_roster {
	struct mst_watch_item *items;
	struct mst_observation *observations; /* one an item */
	size_t count, hosts, stride;          /* an item and its ports: 1 + ports */
	uint16_t *rank;                       /* port → its index behind the host, from 1; NULL without ports */
	bool discovers;                       /* the scan has a host discovery phase */
	unsigned confirm;
};

/* The targets of the scan must be closed. -EINVAL: too many hosts and ports. */
int mst_roster_open(struct mst_roster *roster, const struct mst_scan_probing *probing, unsigned confirm,
                    struct mst_error *err);
void mst_roster_close(struct mst_roster *roster);

/* NULL when it is not watched. */
struct mst_watch_item *mst_roster_find(const struct mst_roster *roster, const struct mst_addr *addr, uint16_t port);

/* A verdict; a later one of the same target replaces it. */
void mst_roster_take(struct mst_roster *roster, const struct mst_result *result);

/*
 * Called for each change, before the item is updated: `was` is the old state, `now` the new one, `since` when it was
 * first seen.
 */
typedef void mst_roster_changed(void *user, enum mst_watch_turn turn, const struct mst_watch_item *was,
                                const struct mst_observation *now, mst_moment since);

/*
 * Ends the round that began at `moment`. Fills hosts, active, inactive, unknown, ports_open, unrouted and changes of
 * `round`.
 */
void mst_roster_conclude(struct mst_roster *roster, mst_moment moment, mst_roster_changed *changed, void *user,
                         struct mst_watch_round *round);

/* Discards the verdicts of this round. */
void mst_roster_forget(struct mst_roster *roster);

#endif
