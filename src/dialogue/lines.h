/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.h - answers that are lines of text, which end in CR LF or LF.
 */
#ifndef MST_DIALOGUE_LINES_H
#define MST_DIALOGUE_LINES_H

#include "dialogue/dialogue.h"

/* Part of an answer. */
struct mst_phrase {
	const uint8_t *at;
	size_t size;
};

/* Takes the next line from the front of `rest`, without its end. False where there is no whole line; the rest is as it
 * was. */
bool mst_phrase_take_line(struct mst_phrase *rest, struct mst_phrase *line);

/* Whether it begins with this text, in any case of letters. */
bool mst_phrase_begin(struct mst_phrase words, const char *text);

/* What stands behind the first `count` bytes, without blanks around it. */
struct mst_phrase mst_phrase_after(struct mst_phrase words, size_t count);

/* Where this text stands in it, in any case of letters; SIZE_MAX: nowhere. */
size_t mst_phrase_find(struct mst_phrase words, const char *text);

/* The value of a header line "Name: value" among lines; empty where there is none. */
struct mst_phrase mst_phrase_header(struct mst_phrase lines, const char *name);

/* All of what was heard. */
static inline struct mst_phrase mst_phrase_of(const struct mst_heard *heard)
{
	return (struct mst_phrase){ heard->bytes, heard->size };
}

#endif
