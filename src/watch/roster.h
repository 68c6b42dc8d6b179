/*
 * roster.h - everybody who is watched, and what is known of each: pure, whatever asks.
 *
 *     take, take, … (verdicts of a round) ──► conclude ──► changes      or: forget, the round was none
 *
 * Items stand by address, each host before its ports: an item is found without a search but for the host. Memory is taken
 * once. `take` may run in another thread than the others, never at the same time.
 */
#ifndef MST_WATCH_ROSTER_H
#define MST_WATCH_ROSTER_H

#include <muster/watch.h>

/* The verdict of this round. */
struct mst_sight {
	int64_t rtt_ns;
	uint8_t state, reason;
	bool given;
	bool by_target;  /* the target itself answered */
	bool local;      /* this machine's own word: it proves nothing about the target */
};

struct mst_roster {
	struct mst_watch_item *items;
	struct mst_sight *sights;  /* one an item */
	size_t count, hosts, stride; /* an item and its ports: 1 + ports */
	uint16_t *rank;            /* port → its place, from 1; NULL when hosts are asked */
	bool discovers;            /* who is up was asked of its own */
	unsigned confirm;
};

/* Targets are closed; NULL ports: hosts are asked. -EINVAL: too many. */
int mst_roster_open(struct mst_roster *roster, const struct mst_scan_config *scan, unsigned confirm, struct mst_error *err);
void mst_roster_close(struct mst_roster *roster);

/* NULL when it is not watched. */
struct mst_watch_item *mst_roster_find(const struct mst_roster *roster, const struct mst_addr *addr, uint16_t port);

/* A verdict; a later one of the same target replaces it. */
void mst_roster_take(struct mst_roster *roster, const struct mst_result *result);

/* Before it is taken in: the change, of the item as it was. `state`, `reason`: what it will be. */
typedef void mst_roster_changed(void *user, const struct mst_watch_item *was, const struct mst_sight *now, mst_moment since);

/*
 * The round is over, it began at `moment`. Fills hosts, active, inactive, unknown, ports_open and changes of `round`.
 */
void mst_roster_conclude(struct mst_roster *roster, mst_moment moment, mst_roster_changed *changed, void *user,
                         struct mst_watch_round *round);

/* What was taken counts for nothing. */
void mst_roster_forget(struct mst_roster *roster);

#endif
