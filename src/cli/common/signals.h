/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals.h - stopping on request: in order the first time, at once the second; and telling on request how far it is.
 */
#ifndef MST_CLI_COMMON_SIGNALS_H
#define MST_CLI_COMMON_SIGNALS_H

#include <muster/scan.h>
#include <stdbool.h>

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP stops this scan, which then collects what is in flight; the second
 * ends the process. The same signal again within half a second is no second one. Until mst_signals_forget the scan must
 * stay open. One scan at a time. SIGUSR1 is remembered for mst_signals_take_request.
 */
void mst_signals_watch(struct mst_scan *scan);

/* While held, signals wait; threads started then never take one. */
void mst_signals_hold(bool hold);

/* A file that is worth nothing before it is finished: removed when a signal ends the process.
 * Without memory it stays. */
void mst_signals_unfinished(const char *path);

/* Before a table is drawn on the whole terminal, and after: a signal that ends the process in
 * between gives the terminal back. */
void mst_signals_guard_terminal(bool drawn);

/* From now on a signal has no scan to stop; it is remembered all the same. */
void mst_signals_forget(void);

/* The signal that came first, or 0. */
int mst_signals_seen(void);

/* Whether SIGUSR1 has come since the last call. */
bool mst_signals_take_request(void);

/* From now on SIGQUIT (control and backslash) ends nothing, and is remembered for mst_signals_take_quit. */
void mst_signals_watch_quit(void);

/* Whether SIGQUIT has come since the last call. */
bool mst_signals_take_quit(void);

#endif
