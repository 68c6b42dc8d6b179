/*
 * fail.h - leaving the sentence that says why: mst_fail of muster/error.h, and several sentences in one.
 */
#ifndef MST_BASE_FAIL_H
#define MST_BASE_FAIL_H

#include <muster/error.h>

/* Adds "name: sentence" as a line, as far as there is room. */
void mst_fail_note(struct mst_error *notes, const char *name, const struct mst_error *sentence);

#endif
