/*
 * handle.h - a watch, as its files see it: watch.c drives it, tell.c tells what happens.
 */
#ifndef MST_WATCH_HANDLE_H
#define MST_WATCH_HANDLE_H

#include "watch/hook.h"
#include "watch/rhythm.h"
#include "watch/roster.h"
#include "watch/store.h"

struct mst_watch {
	struct mst_watch_config config;
	struct mst_roster roster;
	struct mst_store *store;
	struct mst_hook *hook;
	struct mst_rhythm rhythm;
	struct mst_clocks clocks; /* as last read */
	struct mst_scan *scan;    /* of the round that is next, or running */
	bool started, asking, stopping;
	bool store_fails;
	bool late_told;
	char round_trouble[MST_ERROR_TEXT]; /* told, and not over */
	uint64_t rounds;
	uint64_t round_ns;        /* the running one: since, monotonic */
	mst_moment round_moment;
	int sink_code;            /* 0, or why the watch ends */
	struct mst_error sink_error;
};

/* Gives it a time, and hands it to the sink; after the sink failed nothing more. */
void mst_watch_tell(struct mst_watch *watch, struct mst_watch_event *event);
void mst_watch_notice(struct mst_watch *watch, enum mst_watch_matter matter, const char *text);

/* Told, noted for the file, and handed to the command: a mst_roster_changed. */
void mst_watch_on_change(void *user, const struct mst_watch_item *was, const struct mst_sight *now, mst_moment since);

/* A sentence of the command's. */
void mst_watch_tell_command(void *user, const char *sentence);

/* Anew; sleeps and leaps are told. */
void mst_watch_read_clocks(struct mst_watch *watch);

/* The same trouble in every round is told once, and when it is over. `code` 0: it is. */
void mst_watch_tell_trouble(struct mst_watch *watch, int code, const struct mst_error *why);

/* That the round took longer than the interval: the first such round only, the counts of rounds tell of the others. */
void mst_watch_tell_late(struct mst_watch *watch, const struct mst_watch_round *round);

#endif
