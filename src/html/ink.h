/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ink.h - what a page is written with: markup of this program as it is, everything else escaped for its place.
 *
 *     ink: put, number, text … ─► a buffer ─► `take`, whole lines or a full buffer at a time
 *
 * Text from outside goes through mst_ink_text (content and attributes between double quotes) or mst_ink_script (a JSON
 * string within a script element), never through mst_ink_put.
 */
#ifndef MST_HTML_INK_H
#define MST_HTML_INK_H

#include <stddef.h>
#include <stdint.h>

#define MST_INK_BUFFER 8192

typedef void mst_ink_take(void *user, const char *bytes, size_t count);

struct mst_ink {
	mst_ink_take *take;
	void *user;
	size_t used;
	char buffer[MST_INK_BUFFER];
};

/* Markup: words of this program. */
void mst_ink_put(struct mst_ink *ink, const char *markup);
void mst_ink_bytes(struct mst_ink *ink, const char *markup, size_t length);

/* The same from a format, for numbers and words of this program; at most 512 bytes. */
void mst_ink_format(struct mst_ink *ink, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "65536"; "65,536" for people. */
void mst_ink_whole(struct mst_ink *ink, uint64_t number);
void mst_ink_grouped(struct mst_ink *ink, uint64_t number);

/* Text from outside: of any length; closed by NUL. */
void mst_ink_text(struct mst_ink *ink, const char *text, size_t length);
void mst_ink_words(struct mst_ink *ink, const char *text);

/* The characters of a JSON string, without its quotes; nothing in it ends a script element. */
void mst_ink_script(struct mst_ink *ink, const char *text, size_t length);

/* Ends a line. */
void mst_ink_line(struct mst_ink *ink);

/* Hands over what the buffer has. */
void mst_ink_flush(struct mst_ink *ink);

#endif
