/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_text.h - texts of services out of reports, where \xHH is a byte: the reverse of base/service_spell.h.
 */
#ifndef MST_IMPORT_SERVICE_TEXT_H
#define MST_IMPORT_SERVICE_TEXT_H

#include <muster/error.h>

#include "base/service_draft.h"

/* Adds the text to the draft, cut at the most bytes of its field. -EBADMSG with words. */
int mst_service_text_take(struct mst_service_draft *draft, enum mst_service_field field, const char *text,
                          struct mst_error *err);

/* After the last: forgets a name that is only that of the port. Whether anything is known. */
bool mst_service_text_finish(struct mst_service_draft *draft);

#endif
