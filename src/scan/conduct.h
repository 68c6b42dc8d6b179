/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * conduct.h - the thread that runs the rounds of a scan one after the other.
 * The owner of the handle only watches and stops it.
 */
#ifndef MST_SCAN_CONDUCT_H
#define MST_SCAN_CONDUCT_H

#include "scan/handle.h"

/* Prepares mutex and condition; starts no thread. */
void mst_conductor_open(struct mst_scan *scan);

/* Stops the thread if it runs, and waits for it. */
void mst_conductor_close(struct mst_scan *scan);

#endif
