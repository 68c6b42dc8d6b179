/*
 * paragraph.h - sentences on a terminal: broken between words, behind what names them.
 */
#ifndef MST_CLI_PARAGRAPH_H
#define MST_CLI_PARAGRAPH_H

#include <stddef.h>
#include <stdio.h>

/* Columns of a page without a terminal, and at least those of one. */
#define MST_PARAGRAPH_WIDTH 80

/* Columns of the terminal behind `out`; MST_PARAGRAPH_WIDTH where there is none, or a narrower one. */
size_t mst_paragraph_width(FILE *out);

/* Prints the words of `text` and ends the line. The first begins in column `at`, those of further lines in `indent`. */
void mst_paragraph_print(FILE *out, const char *text, size_t at, size_t indent);

#endif
