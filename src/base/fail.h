/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fail.h - error sentences: mst_fail of muster/error.h, those about a line of a file, and several in one.
 */
#ifndef MST_BASE_FAIL_H
#define MST_BASE_FAIL_H

#include <muster/error.h>
#include <stdint.h>

/* Leaves "FILE line N: wrong" and returns `code`. */
int mst_fail_line(struct mst_error *err, int code, const char *file, uint64_t line, const char *wrong);

/* Appends the line "name: sentence" to `notes`, cut where there is no room. */
void mst_fail_note(struct mst_error *notes, const char *name, const struct mst_error *sentence);

#endif
