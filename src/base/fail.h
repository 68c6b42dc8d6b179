/*
 * fail.h - leaving the sentence that says why.
 */
#ifndef MST_BASE_FAIL_H
#define MST_BASE_FAIL_H

#include <muster/error.h>

/* Writes the sentence (cut when too long) and returns `code` (a negative errno), so that failing is one line:
 * `return mst_fail(err, -EINVAL, "--rate %s: expected …", text);`. `err` may be NULL. */
int mst_fail(struct mst_error *err, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds "name: sentence" as a line, as far as there is room. */
void mst_fail_note(struct mst_error *notes, const char *name, const struct mst_error *sentence);

#endif
