/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.h - the few conversions of printf that lines are made of, without printf(3): a line has some thirty of them,
 * and two thirds of its time went into starting vsnprintf(3) so often.
 */
#ifndef MST_DISSECT_COMMON_FORMAT_H
#define MST_DISSECT_COMMON_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Writes at most `room` - 1 bytes and a NUL, as vsnprintf(3) does; `room` is at least 1. Knows %s %c %u %x with l, z, 0
 * and a width. False when the format has another conversion: what was written is then worth nothing. On success
 * `*length` is the number of bytes that were written.
 */
bool mst_format(char *text, size_t room, size_t *length, const char *format, va_list args)
	__attribute__((format(printf, 4, 0)));

#endif
