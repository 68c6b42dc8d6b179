/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.h - text of a file made safe to show, as base/media.h has it for cells: no longer than it was.
 */
#ifndef MST_RECORD_TEXT_H
#define MST_RECORD_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes at most `size` bytes with NUL, which is at least 1, and whole characters only; what has no room is left out.
 * Line feeds stay where `lines` says so. */
void mst_record_text(char *to, size_t size, const uint8_t *bytes, size_t count, bool lines);

#endif
