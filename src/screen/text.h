/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.h - text for a terminal: escaped, measured in columns, cut. Pure except for the locale.
 */
#ifndef MST_SCREEN_TEXT_H
#define MST_SCREEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the locale's characters are UTF-8. */
bool mst_text_is_utf8(void);

/*
 * Copies text into `columns` columns of a terminal. Longer text is cut, with "…" (or ">") in the last column. Control
 * characters and invalid UTF-8 become '?'. Returns the number of columns used.
 */
size_t mst_text_fit(char *to, size_t size, const char *from, size_t columns);

/* Whether `whole` contains `part`, ignoring ASCII case. */
bool mst_text_has(const char *whole, const char *part);

/*
 * Draws the last `columns` values as "▁▂▃▄▅▆▇█", scaled between their minimum and maximum; '×' for -1 (no answer),
 * '·' for less (not sent). Without UTF-8: digits, '!' and '.'. Returns text.
 */
const char *mst_text_sparkline(const double *values, size_t count, size_t columns, char *text, size_t size);

#endif
