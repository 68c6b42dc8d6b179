/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * moment.h - a moment as text, as reports have it: "2026-11-29T10:30:15.250Z" (RFC 3339, UTC).
 *
 * Pure.
 */
#ifndef MST_BASE_MOMENT_H
#define MST_BASE_MOMENT_H

#include <stdint.h>

/* Nanoseconds since 1970; a fraction of a second has one to nine digits, or is absent. 0, or -EINVAL: another form, or
 * before 1970, or after 2553. */
int mst_moment_parse(uint64_t *ns, const char *text);

#endif
