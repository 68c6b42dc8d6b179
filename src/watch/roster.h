/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * roster.h - the list of watched hosts and ports, and what is known of each. Pure.
 *
 *     take, take, … (verdicts of a round) ──► explain ──► conclude ──► changes ──► forget      or: only forget
 *
 * Items are ordered by address, each host before its ports: a binary search finds the host, an index its port. Memory
 * is allocated once. `take` may run in another thread than the other calls, but not at the same time.
 */
#ifndef MST_WATCH_ROSTER_H
#define MST_WATCH_ROSTER_H

#include <muster/watch.h>

#include "watch/causes.h"
#include "watch/evidence.h"
#include "watch/flaps.h"

struct mst_roster {
	struct mst_watch_item *items;
	struct mst_observation *observations; /* one an item */
	size_t count, hosts, stride;          /* an item and its ports: 1 + ports */
	uint16_t *rank;                       /* port → its index behind the host, from 1; NULL without ports */
	bool discovers;                       /* the scan has a host discovery phase */
	unsigned confirm;
	struct mst_causes causes; /* its hosts are those of this list */
	struct mst_flaps flaps;   /* its items too */
	uint64_t watched;         /* hosts: as `hosts` of the round, before any change of it is told */
};

/*
 * Of the config: the targets of its scan, which must be closed, confirm and flap_changes; parents and sleepers stand in
 * roster_rules.h. -EINVAL: too many hosts and ports.
 */
int mst_roster_open(struct mst_roster *roster, const struct mst_watch_config *config, struct mst_error *err);
void mst_roster_close(struct mst_roster *roster);

/* NULL when it is not watched. */
struct mst_watch_item *mst_roster_find(const struct mst_roster *roster, const struct mst_addr *addr, uint16_t port);

/* A verdict; a later one of the same target replaces it. */
void mst_roster_take(struct mst_roster *roster, const struct mst_result *result);

/* A change, before its item is updated. */
struct mst_roster_change {
	enum mst_watch_turn turn;
	const struct mst_watch_item *was;  /* the old state */
	const struct mst_observation *now; /* the new one */
	mst_moment since;                  /* when that was first seen */
	uint64_t count;                    /* see struct mst_watch_change */
	bool hushed;                       /* of a host that flaps or may sleep: not to be told */
};
typedef void mst_roster_changed(void *user, const struct mst_roster_change *change);

/* Finds which hosts fell silent with one thing in the round that began at `moment`. Before conclude. */
void mst_roster_explain(struct mst_roster *roster, mst_moment moment);

/*
 * Ends the round that began at `moment`; hosts whose silence a cause explains keep their state. Fills hosts, active,
 * inactive, unknown, ports_open, unrouted and changes of `round`.
 */
void mst_roster_conclude(struct mst_roster *roster, mst_moment moment, mst_roster_changed *changed, void *user,
                         struct mst_watch_round *round);

/* In place of verdicts: this machine could not ask any host, for it cannot reach the network. */
void mst_roster_cut(struct mst_roster *roster, enum mst_reason reason);

/* Discards the verdicts of this round; after conclude, or instead of it. */
void mst_roster_forget(struct mst_roster *roster);

#endif
