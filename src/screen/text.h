/*
 * text.h - text for a terminal: cleaned, measured in columns, cut. Pure but for the locale.
 */
#ifndef MST_SCREEN_TEXT_H
#define MST_SCREEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the locale's characters are UTF-8. */
bool mst_text_is_utf8(void);

/*
 * Copies what can be shown and fits into `columns` columns of a terminal; the rest is cut, with "…" (or ">") for its last
 * column. Control characters and broken sequences become '?'. Returns how many columns it takes.
 */
size_t mst_text_fit(char *to, size_t size, const char *from, size_t columns);

/* Whether `part` is in `whole`, however the letters are written (ASCII). */
bool mst_text_has(const char *whole, const char *part);

/*
 * "▁▂▃▄▅▆▇█" for the last `columns` of the values, between their least and their greatest; '×' for -1, which never
 * came, '·' for less, which was never asked for. Without UTF-8 digits, '!' and '.'. Returns text.
 */
const char *mst_text_sparkline(const double *values, size_t count, size_t columns, char *text, size_t size);

#endif
