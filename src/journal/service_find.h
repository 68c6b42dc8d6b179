/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_find.h - the service of a verdict that was held, read again; see held.h and services.h.
 */
#ifndef MST_JOURNAL_SERVICE_FIND_H
#define MST_JOURNAL_SERVICE_FIND_H

#include "journal/handle.h"

/* Sets the service of a result of this generation, if its port is open and the service known: lent by the journal. 0;
 * -EBADMSG: the file changed; -ENOMEM, -errno. */
int mst_journal_find_service(struct mst_journal *journal, const struct mst_generation *generation,
                             struct mst_result *result);

/* The copy of a service with these packed texts. 0; -EBADMSG: they are none; -ENOMEM. */
int mst_service_lend(struct mst_service_copies *copies, const uint8_t *texts, size_t count,
                     const struct mst_service **service);

#endif
