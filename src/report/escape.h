/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * escape.h - text made safe for CSV and JSON. Each call writes at `at` and returns the end; no NUL is
 * written.
 */
#ifndef MST_REPORT_ESCAPE_H
#define MST_REPORT_ESCAPE_H

#include <stddef.h>

/* The most bytes that one character becomes in JSON: \u001f. */
#define MST_JSON_CHAR_MAX 6

/* The most bytes that `length` bytes become, with quotes. */
#define MST_JSON_ROOM(length) (MST_JSON_CHAR_MAX * (length) + 2)
#define MST_CSV_ROOM(length) (2 * (length) + 2)

/* RFC 4180: quoted only if it must be, a quote inside is doubled. */
char *mst_escape_csv(char *at, const char *text, size_t length);

/* RFC 8259, with its quotes. Each byte that is not UTF-8 becomes U+FFFD. */
char *mst_escape_json(char *at, const char *text, size_t length);

/* The next character, without quotes, for text of any length; moves `text` on. `text` is before `end`. */
char *mst_escape_json_char(char *at, const char **text, const char *end);

#endif
