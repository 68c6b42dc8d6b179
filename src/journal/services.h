/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services.h - the services behind open ports, in records of their own beside the verdicts: written, found again, read.
 *
 *     an amendment with a service ──► bytes in memory ──► a record of type SERVICES ──► table: position → place
 *     an open port that is read  ◄── a copy ◄── its bytes in the file ◄──────────────────┘
 *
 * What reads them again is in service_find.h.
 */
#ifndef MST_JOURNAL_SERVICES_H
#define MST_JOURNAL_SERVICES_H

#include <muster/result.h>

#include "base/service_copies.h"
#include "base/service_draft.h"
#include "journal/bytes.h"
#include "journal/service_table.h"
#include "target/space.h"

/* Bytes of one service in a record: position, length, texts. */
#define MST_SERVICE_ENTRY_MAX (2 * MST_VARINT_MAX + MST_SERVICE_BYTES_MAX)
#define MST_PENDING_SERVICES_BYTES (UINT32_C(1) << 18) /* from this size on they are written before the next ones */

/* Of a journal. */
struct mst_journal_services {
	struct mst_service_table table; /* those in the file */
	struct mst_bytes pending;       /* those that are not yet: the payload of the next record */
	struct mst_service_copies lent; /* with verdicts that were handed out last */
};

/* Adds the service of a position, if anything is known of it. False without memory. */
bool mst_journal_services_add(struct mst_journal_services *services, uint64_t position,
                              const struct mst_service *service);

/* Notes where the services of a record are, whose payload begins at `at` of the file. 0; -EBADMSG, -ENOMEM. */
int mst_journal_services_note(struct mst_service_table *table, struct mst_reader r, uint64_t at,
                              const struct mst_space *space);

void mst_journal_services_free(struct mst_journal_services *services);

#endif
