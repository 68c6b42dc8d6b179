/*
 * paragraph.h - sentences on a screen, broken between words.
 */
#ifndef MST_CLI_COMMON_PARAGRAPH_H
#define MST_CLI_COMMON_PARAGRAPH_H

#include <stddef.h>
#include <stdio.h>

/* Columns that the first `length` bytes of a text in UTF-8 take. */
size_t mst_columns(const char *text, size_t length);

/* Prints the words of `text` from column `indent` on, where the caller stands, up to column `width`, and ends the line. */
void mst_paragraph_print(FILE *out, const char *text, size_t indent, size_t width);

#endif
