/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * escape.h - whole values for CSV and JSON; base/media.h has what becomes of each character. Each call writes at `at`
 * and returns the end; no NUL is written.
 */
#ifndef MST_REPORT_ESCAPE_H
#define MST_REPORT_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/media.h"

/* The most bytes that one character becomes in JSON: \udb40\udc01. */
#define MST_JSON_CHAR_MAX 12

/* The most bytes that `length` bytes become, with quotes and an apostrophe. */
#define MST_JSON_ROOM(length) (MST_JSON_BYTE_MAX * (length) + 2)
#define MST_CSV_ROOM(length) (MST_CSV_BYTE_MAX * (length) + 3)

/*
 * RFC 4180: quoted only if it must be, a quote inside is doubled. Text that a spreadsheet would take for a formula (=1,
 * +1, -1, @a; also behind apostrophes) gets an apostrophe in front: without it, text that begins with apostrophes and
 * then such a character is the original again. `raw`: neither that, nor '?' in place of controls.
 */
char *mst_escape_csv(char *at, const char *text, size_t length, bool raw);

/* Whether a text is what mst_escape_csv makes of it: letters, digits and a few signs. False for some that are, too. */
bool mst_csv_is_simple(const char *text, size_t length);

/* Whether a text is, but for its quotes, what mst_escape_json makes of it: printable ASCII without quotes and
 * backslashes. */
bool mst_json_is_simple(const char *text, size_t length);

/* RFC 8259, with its quotes. Each byte that is not UTF-8 becomes U+FFFD. */
char *mst_escape_json(char *at, const char *text, size_t length);

/* The next character, without quotes, for text of any length; moves `text` on. `text` is before `end`. */
char *mst_escape_json_char(char *at, const char **text, const char *end);

#endif
