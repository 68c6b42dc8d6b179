/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * handle.h - the watch handle: watch.c drives it, report.c and report_causes.c report events to the sink.
 */
#ifndef MST_WATCH_HANDLE_H
#define MST_WATCH_HANDLE_H

#include "watch/hook.h"
#include "watch/roster.h"
#include "watch/schedule.h"
#include "watch/store.h"

struct mst_watch {
	struct mst_watch_config config;
	struct mst_roster roster;
	struct mst_store *store;
	struct mst_hook *hook;
	struct mst_schedule schedule;
	struct mst_clocks clocks; /* as last read */
	struct mst_scan *scan;    /* of the next round, or of the running one */
	bool started, asking, stopping;
	bool hurries, hurried; /* the next round begins before its tick; the running one did */
	uint64_t hurry_at_ns;  /* when, CLOCK_MONOTONIC; 0: at once */
	unsigned repeats;      /* rounds since the last tick, to confirm a change */
	bool store_fails;
	bool late_reported;
	char warnings[MST_WARNINGS_TEXT];   /* of the scan before, and reported */
	char notes[MST_NOTES_TEXT];         /* of the scan that ended, … */
	char notes_before[MST_NOTES_TEXT];  /* … and of the one before */
	char round_trouble[MST_ERROR_TEXT]; /* reported, and still present; "" for none */
	uint64_t rounds;
	struct mst_watch_totals totals;
	uint64_t round_ns; /* start of the running round, CLOCK_MONOTONIC */
	mst_moment round_moment;
	int sink_code; /* 0, or the error of the sink that ends the watch */
	struct mst_error sink_error;
};

/* Sets the time of the event and hands it to the sink. After the sink has failed, does nothing. */
void mst_watch_report(struct mst_watch *watch, struct mst_watch_event *event);
void mst_watch_notice(struct mst_watch *watch, enum mst_watch_matter matter, const char *text);

/* The same, and starts the command. */
void mst_watch_tell(struct mst_watch *watch, struct mst_watch_event *event);

/* A change (a mst_roster_changed): reports it, stores it in the state file, and starts the command. */
void mst_watch_on_change(void *user, const struct mst_roster_change *change);

/* Reports a cause in place of the change of its own host; false: the change is to be reported. */
bool mst_watch_report_cause_of(struct mst_watch *watch, const struct mst_roster_change *change);

/*
 * Reports the other causes of a round while its verdicts are there: those that ended, before the hosts that did not
 * return are told; and what is left, afterwards.
 */
void mst_watch_report_ends(struct mst_watch *watch);
void mst_watch_report_causes(struct mst_watch *watch);

/* Reports a failure of the command, as a sentence. */
void mst_watch_report_command(void *user, const char *sentence);

/* Reads the clocks, and reports a suspend of the machine or a change of the wall clock. */
void mst_watch_read_clocks(struct mst_watch *watch);

/* What the state file has that could not be read, once it is loaded. */
void mst_watch_report_store(struct mst_watch *watch);

/* What the scan of this round warns of, line by line, when that differs from the round before. */
void mst_watch_report_warnings(struct mst_watch *watch);

/* What changed in the network during the round that ends: takes it, and reports it line by line. That a gateway was
 * silent is not reported beside a cause (`explained`). */
void mst_watch_take_notes(struct mst_watch *watch);
void mst_watch_report_notes(struct mst_watch *watch, bool explained);

/* Reports that rounds fail, once for the same reason, and once when they succeed again (`code` 0). */
void mst_watch_report_trouble(struct mst_watch *watch, int code, const struct mst_error *why);

/* Reports the first round that took longer than the interval. Later ones show in the events of their rounds only. */
void mst_watch_report_late(struct mst_watch *watch, const struct mst_watch_round *round);

#endif
