/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services.h - between a scan and its conversations (converse/converse.h): open ports are talked to while the scan goes
 * on, and what they say comes as amendments.
 *
 *     reporter ──► the sink of the last round, with its journal ──► open ones ──► converse
 *                     ▲ one thread at a time                                         │
 *                     └────────── amendments with `service` ◄────────────────────────┘
 *
 * A verdict always reaches the sink before its port is talked to.
 */
#ifndef MST_SCAN_SERVICES_H
#define MST_SCAN_SERVICES_H

#include "scan/handle.h"

/* Zeroed before. */
void mst_services_open(struct mst_services *services);

/* Reads all signatures that a config wants; NULL where it wants no services. -EINVAL with file, line and sentence. */
int mst_services_read(struct mst_signatures **signatures, const struct mst_scan_services *wanted,
                      struct mst_error *err);

/* With the journal, before the rounds: open ports of earlier processes whose service they did not find out wait again.
 * -ENOMEM with a sentence. */
int mst_services_restore(struct mst_scan *scan, struct mst_error *err);

/* Takes the place of the sink of the last round, and of who takes its silence. */
void mst_services_wrap(struct mst_scan *scan, struct mst_round_parts *parts);

/* At the start of the scan, with the rights of that moment: the thread of the conversations. -errno with a sentence. */
int mst_services_start(struct mst_scan *scan, struct mst_error *err);

/* After the last round, for the conductor: waits until nothing waits, or the scan is stopped. */
void mst_services_end(struct mst_scan *scan);

void mst_services_close(struct mst_services *services);

#endif
