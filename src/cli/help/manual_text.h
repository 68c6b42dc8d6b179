/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * manual_text.h - any text as mdoc(7), so that a page rendered from it gives back the text byte for byte.
 */
#ifndef MST_CLI_HELP_MANUAL_TEXT_H
#define MST_CLI_HELP_MANUAL_TEXT_H

#include <stdio.h>

/* Lines of prose: a newline begins a paragraph, and a sentence begins on a line of its own, as roff wants it. */
void mst_manual_text(const char *text, FILE *out);

/* A line that may be copied, as it is. */
void mst_manual_literal(const char *line, FILE *out);

/* One argument of a macro, however many words it has. */
void mst_manual_argument(const char *text, FILE *out);

#endif
