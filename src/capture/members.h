/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * members.h - a frame as members of a JSON object: what muster/capture.h says of mst_capture_members.
 */
#ifndef MST_CAPTURE_MEMBERS_H
#define MST_CAPTURE_MEMBERS_H

#include <muster/capture.h>

#include "dissect/describe.h"

/* `interface` and `link` may be NULL. */
void mst_members_of_packet(struct mst_line *line, const struct mst_captured *frame, const struct mst_packet *packet,
                           const char *interface, const char *link);

/* ,"name":"text", with the text escaped. */
void mst_member_text(struct mst_line *line, const char *name, const char *text, size_t length);

#endif
