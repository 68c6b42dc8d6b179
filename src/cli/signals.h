/*
 * signals.h - stopping on request: in order the first time, at once the second.
 */
#ifndef MST_CLI_SIGNALS_H
#define MST_CLI_SIGNALS_H

#include <muster/scan.h>
#include <stdbool.h>

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP stops this scan, which then collects what is in flight; the second
 * ends the process. Until mst_signals_forget the scan must stay open. One scan at a time.
 */
void mst_signals_watch(struct mst_scan *scan);

/* While held, signals wait; threads started then never take one. */
void mst_signals_hold(bool hold);

/* From now on a signal has no scan to stop; it is remembered all the same. */
void mst_signals_forget(void);

/* The signal that came first, or 0. */
int mst_signals_seen(void);

#endif
