/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * error.h - how calls report errors.
 *
 * Every call that may fail returns 0 or a negative errno and, on failure, writes one sentence for people.
 * -EINVAL: the request is wrong or makes no sense here (the program muster exits with 2). Every other code: the request
 * was valid but could not be carried out (exit 1).
 */
#ifndef MUSTER_ERROR_H
#define MUSTER_ERROR_H

#include <muster/api.h>

#define MST_ERROR_TEXT 512

/* The sentence: no newline at the end, cut (never overrun) when longer. Owned by the caller; may be NULL
 * in every call that takes one, when only the code is needed. */
struct mst_error {
	char text[MST_ERROR_TEXT];
};

/*
 * For calls that the library makes back, such as sinks, and for programs that fail the same way: writes the sentence,
 * cut when too long, and returns `code`, a negative errno. Control characters and what cannot be seen are replaced, as
 * muster/text.h has it; "%s" alone passes a sentence on with its lines. `err` may be NULL. Any thread.
 *
 *     return mst_fail(err, -ENOSPC, "%s: the disk is full", path);
 */
MST_API int mst_fail(struct mst_error *err, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
