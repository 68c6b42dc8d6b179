/*
 * conduct.h - the thread that runs one round of a scan after the other; the holder of the handle only watches and stops.
 */
#ifndef MST_SCAN_CONDUCT_H
#define MST_SCAN_CONDUCT_H

#include "scan/handle.h"

/* Makes what waiting needs; starts no thread. */
void mst_conductor_open(struct mst_scan *scan);

/* Stops the thread if it runs, and waits for it. */
void mst_conductor_close(struct mst_scan *scan);

#endif
