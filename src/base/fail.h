/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fail.h - error sentences: mst_fail of muster/error.h, and several sentences in one.
 */
#ifndef MST_BASE_FAIL_H
#define MST_BASE_FAIL_H

#include <muster/error.h>

/* Appends the line "name: sentence" to `notes`, cut where there is no room. */
void mst_fail_note(struct mst_error *notes, const char *name, const struct mst_error *sentence);

#endif
