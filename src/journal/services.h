/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services.h - the services behind open ports, in records of their own beside the verdicts: written, noted, read again.
 *
 *     an amendment with a service ──► bytes in memory ──► sorted by index ──► a record of type SERVICES: a run
 *     rows, in order              ◄── a window of texts ◄── merged ◄─────────── the runs (service_window.h)
 *     held verdicts, handed out   ◄── their places in the file, kept as long as they are held (held.h, service_find.h)
 *
 * In memory is where each run is, not where each service is: thirty-two bytes for a quarter of a MiB.
 */
#ifndef MST_JOURNAL_SERVICES_H
#define MST_JOURNAL_SERVICES_H

#include <muster/result.h>

#include "base/service_copies.h"
#include "base/service_draft.h"
#include "journal/bytes.h"
#include "journal/held.h"
#include "target/space.h"

/* Bytes of one service in a record: position, length, texts. */
#define MST_SERVICE_ENTRY_MAX (2 * MST_VARINT_MAX + MST_SERVICE_BYTES_MAX)
#define MST_PENDING_SERVICES_BYTES (UINT32_C(1) << 18) /* from this size on they are written before the next ones */

/* The payload of a record. */
struct mst_service_run {
	uint64_t at; /* in the file */
	uint32_t bytes, count;
	bool sorted; /* by index; false: an older muster wrote it */
};

/* Of a journal. */
struct mst_journal_services {
	struct mst_service_run *runs; /* those in the file, the oldest first */
	size_t run_count, run_room;
	struct mst_bytes pending;       /* those that are not yet, in the order in which they came */
	struct mst_service_copies lent; /* with verdicts that were handed out last */
};

/* Adds the service of a position, if anything is known of it. False without memory. */
bool mst_journal_services_add(struct mst_journal_services *services, uint64_t position,
                              const struct mst_service *service);

/* Appends what is pending to an empty payload, sorted, of each position the last alone. False without memory. */
bool mst_journal_services_put(const struct mst_journal_services *services, struct mst_bytes *payload,
                              const struct mst_space *space);

/* Notes the run of a record whose payload begins at `at` of the file, and, unless NULL, in `held` where its services
 * are. 0; -EBADMSG, -ENOMEM. */
int mst_journal_services_note(struct mst_journal_services *services, struct mst_reader r, uint64_t at,
                              const struct mst_space *space, struct mst_journal_held *held);

void mst_journal_services_free(struct mst_journal_services *services);

#endif
