/*
 * error.h - how a call says what went wrong.
 *
 * Every call that may fail returns 0 or a negative errno and, on failure, leaves one sentence for a person.
 * -EINVAL means "what was asked for makes no sense here" (a program exits with 2); every other code means
 * "it made sense but could not be done" (a program exits with 1).
 */
#ifndef MUSTER_ERROR_H
#define MUSTER_ERROR_H

#define MST_ERROR_TEXT 512

/* The sentence: no newline at the end, cut (never overrun) when longer. Owned by the caller; may be NULL
 * in every call that takes one, for those who need only the code. */
struct mst_error {
	char text[MST_ERROR_TEXT];
};

#endif
