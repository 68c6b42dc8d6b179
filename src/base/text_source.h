/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text_source.h - a text of people that is read entry by entry, such as data/services: what is left of it, and where an
 * error is.
 */
#ifndef MST_BASE_TEXT_SOURCE_H
#define MST_BASE_TEXT_SOURCE_H

#include <muster/error.h>

#include "base/reader.h"

struct mst_text_source {
	struct mst_reader rest;
	const char *name; /* of the file, for sentences */
	uint64_t line;    /* where its reader is, from 1 */
	struct mst_error *err;
};

/* Begins in line 1, behind a byte order mark; -EINVAL for a text that is UTF-16. */
int mst_text_source_begin(struct mst_text_source *source, const char *name, const char *text, size_t size,
                          struct mst_error *err);

/* Leaves "NAME line N: wrong", for the line that is being read, and returns `code`. */
int mst_text_source_fail(const struct mst_text_source *source, int code, const char *wrong);

#endif
