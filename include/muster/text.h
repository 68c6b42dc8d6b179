/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.h - prints text for people. Names of interfaces, machines and files, and words of other programs, may hold any
 * byte: what would steer a terminal, or cannot be seen, is replaced or named, so that nothing but line feeds of the
 * format ends a line.
 */
#ifndef MUSTER_TEXT_H
#define MUSTER_TEXT_H

#include <muster/api.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * As fprintf(3), with the result made harmless: control characters and bytes that are no UTF-8 become '?', characters
 * without a shape their number and name. Line feeds stay where the format has them; when the arguments have some, too,
 * only those at the end of the format stay. Returns the number of bytes written, or a negative number.
 */
MST_API int mst_print(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether mst_print would print this text as it is. */
MST_API bool mst_text_is_printable(const char *text);

/* Prints lines that are made already, such as a sentence of struct mst_error: line feeds stay, all else as mst_print.
 */
MST_API int mst_print_lines(FILE *out, const char *text);

#endif
