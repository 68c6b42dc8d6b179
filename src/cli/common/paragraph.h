/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * paragraph.h - sentences on a screen, broken between words.
 */
#ifndef MST_CLI_COMMON_PARAGRAPH_H
#define MST_CLI_COMMON_PARAGRAPH_H

#include <stddef.h>
#include <stdio.h>

/* Columns that the first `length` bytes of a text in UTF-8 take. */
size_t mst_columns(const char *text, size_t length);

/* Prints the words of `text` from column `indent` on, where the caller stands, up to column `width`,
 * and ends the line. */
void mst_paragraph_print(FILE *out, const char *text, size_t indent, size_t width);

/* Where something is printed, and how wide it may be there. */
struct mst_text_area {
	FILE *out;
	size_t width;
};

/* As wide as the terminal, within reason. */
struct mst_text_area mst_text_area_of(FILE *out);

/* A word in a column of `width`, and what it means in a column to its right. */
void mst_text_area_entry(const struct mst_text_area *page, const char *word, const char *meaning, size_t width);

#endif
