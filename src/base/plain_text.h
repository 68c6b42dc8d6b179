/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plain_text.h - text from files and command lines that has more in it than an editor shows: the byte order mark with
 * which editors of other systems begin a file, and characters without a shape, which come along when text is copied
 * from a page. Marks are skipped at the beginning of a file; all else is named, so that an error tells where the
 * trouble is.
 *
 *     target "<U+200B zero width space>10.0.0.2": neither an address nor a host name
 *
 * Pure.
 */
#ifndef MST_BASE_PLAIN_TEXT_H
#define MST_BASE_PLAIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* The length of UTF-8's byte order mark, if the first bytes of a file are one; else 0. */
size_t mst_text_mark(const char *bytes, size_t count);

/* Whether the first bytes of a file are the byte order mark of UTF-16: "UTF-16"; else NULL. Static. */
const char *mst_text_encoding(const char *bytes, size_t count);

/*
 * Copies `from` for a sentence, cut where `to` is full, always with a NUL. Every character outside ASCII is written as
 * its number and, where it cannot be seen, its name; control characters and bytes that are no UTF-8 become '?'. With
 * `invisible_only`, characters that can be seen are copied as they are (base/media.h: spelled, line). Returns the
 * number of bytes of `from` that were copied.
 */
size_t mst_text_quote(char *to, size_t size, const char *from, int invisible_only);

/* Copies sentences: as mst_text_quote with `invisible_only`; line feeds stay where `lines` says so. */
void mst_text_lines(char *to, size_t size, const char *from, bool lines);

#endif
