/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_find.h - the services of a journal, read again for the verdicts of their ports; see services.h.
 */
#ifndef MST_JOURNAL_SERVICE_FIND_H
#define MST_JOURNAL_SERVICE_FIND_H

#include "journal/handle.h"

#define MST_SERVICES_AT_ONCE 64 /* that a reader of many verdicts gets copies of */

/* Sets the service of a result of the last round, if its port is open and the service known: a copy in `copies`. 0;
 * -EBADMSG: the file changed; -ENOMEM, -errno. */
int mst_journal_find_service(struct mst_journal *journal, struct mst_service_copies *copies, struct mst_result *result);

#endif
