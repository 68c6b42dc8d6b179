/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * members.h - verdicts and pairs as members of a JSON object ("addr":"10.0.0.1","port":80), for both JSON
 * formats.
 */
#ifndef MST_REPORT_MEMBERS_H
#define MST_REPORT_MEMBERS_H

#include "report/escape.h"
#include "report/writer.h"

/* Room for one member of a verdict with its comma, and for all of them, but for the texts of services. */
#define MST_MEMBER_MAX (MST_JSON_ROOM(MST_FIELD_TEXT_MAX) + 32)
#define MST_MEMBERS_MAX (MST_FIELDS_SHORT_MAX * MST_MEMBER_MAX + 32 * MST_FIELDS_MAX)

/* The chosen fields of a verdict. */
void mst_members_of_result(struct mst_page *page, const struct mst_result *result);

/* The pairs, separated by commas. */
void mst_members_of_pairs(struct mst_out *out, struct mst_pairs pairs);

#endif
