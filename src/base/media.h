/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * media.h - where text goes, and how each of its characters is written there. Text from outside (names of machines,
 * interfaces and files, words of other libraries) may hold any byte; this table is the only place that decides what
 * becomes of them.
 *
 *     line     a line for people: what cannot be seen is named, controls and what is no UTF-8 become '?'
 *     spelled  a word in an error: as line, and every character outside ASCII by its number
 *     ascii    a cell whose width is counted in bytes: all but printable ASCII is '?'
 *     quoted   between double quotes in a line of a capture: all but printable ASCII, and " and \, as \xHH
 *     cell     a cell of a table: controls and what cannot be seen become '?', so that text grows by quotes only
 *     raw      a cell of a table for programs: every byte as it is
 *     json     between the quotes of a string: what is no UTF-8 is U+FFFD, what cannot be seen is \uXXXX
 *     xml      the value of an attribute: what cannot be seen is &#xXXXX;, and what XML 1.0 cannot hold (most controls,
 *              what is no UTF-8) is \xHH, as in nmap
 *     html     content of HTML, or an attribute between double quotes: what cannot be seen is shown as \u{XXXX}, what
 * is no UTF-8 as \xHH script   between the quotes of a JSON string within a script element: the same text, and no < or
 * > or &
 *
 * Whole values, with their quotes: report/escape.h. Printing: muster/text.h. Pure.
 */
#ifndef MST_BASE_MEDIA_H
#define MST_BASE_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* X(constant, name) */
#define MST_MEDIA(X) \
	X(MST_TO_LINE, line) \
	X(MST_TO_SPELLED, spelled) \
	X(MST_TO_ASCII, ascii) \
	X(MST_TO_QUOTED, quoted) \
	X(MST_TO_CELL, cell) \
	X(MST_TO_RAW, raw) \
	X(MST_TO_JSON, json) \
	X(MST_TO_XML, xml) \
	X(MST_TO_HTML, html) \
	X(MST_TO_SCRIPT, script)

#define MST_MEDIUM(constant, name) constant,
enum mst_medium { MST_MEDIA(MST_MEDIUM) MST_MEDIUM_COUNT };
#undef MST_MEDIUM

/* The most bytes that one character becomes; that one byte of a text becomes in JSON, in XML, in CSV. */
#define MST_MEDIUM_CHAR_MAX 64
#define MST_JSON_BYTE_MAX 6
#define MST_XML_BYTE_MAX 6
#define MST_CSV_BYTE_MAX 2

/* Static. */
const char *mst_medium_name(enum mst_medium medium);

/* The next character of a text of any bytes; moves `text` on. `text` is before `end`. Writes at `at`, at most
 * MST_MEDIUM_CHAR_MAX bytes without NUL; returns the end. */
char *mst_medium_put(enum mst_medium medium, char *at, const char **text, const char *end);

/*
 * Copies `length` bytes of text, whole characters only, cut where `to` is full, always with a NUL; `size` is at least
 * 1. Returns the number of bytes of `text` that were copied.
 */
size_t mst_medium_copy(enum mst_medium medium, char *to, size_t size, const char *text, size_t length);

/* Whether a character has no shape, or steers what is around it: the direction of text, joiners, odd blanks. */
bool mst_text_is_unseen(uint32_t character);

/* Whether every byte is printable ASCII: a line then has it as it is. */
bool mst_text_is_plain(const char *text, size_t length);

/* Whether a spreadsheet takes a cell with this text for a formula, or would after one apostrophe less. */
bool mst_text_is_formula(const char *text, size_t length);

#endif
