/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * objects.h - packets as NDJSON: {"type":"packet",…} for each, {"type":"summary",…} at the end.
 */
#ifndef MST_CLI_CAPTURE_OBJECTS_H
#define MST_CLI_CAPTURE_OBJECTS_H

#include <muster/capture.h>
#include <stdio.h>

/* `bytes`: with the captured bytes in hexadecimal, as the member data. */
void mst_object_print_packet(struct mst_capture *capture, const struct mst_captured *frame,
                             const struct mst_line_style *style, bool bytes, FILE *out);

/* `live`: also with what the kernel and the interface counted. */
void mst_object_print_summary(const struct mst_capture_counts *counts, bool live, FILE *out);

#endif
