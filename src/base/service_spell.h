/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * service_spell.h - texts of services, which may have any bytes, as UTF-8 without NUL: bytes that are none, and a
 * backslash before an x, are \xHH. So every text can be read back (import/service_text.h). What becomes of its
 * characters in each format is a second step: base/media.h.
 */
#ifndef MST_BASE_SERVICE_SPELL_H
#define MST_BASE_SERVICE_SPELL_H

#include <muster/service.h>
#include <stdbool.h>

/* The most bytes that one byte becomes. */
#define MST_SPELLED_BYTE_MAX 4

/* `plain`: everything that cannot be seen is \xHH, too. Writes at `at`, without NUL; returns the end. */
char *mst_service_spell(char *at, const struct mst_service_text *text, bool plain);

/* Whether it is a whole number as JSON has it. */
bool mst_service_text_is_number(const struct mst_service_text *text);

#endif
