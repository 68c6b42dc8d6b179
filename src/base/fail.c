/* SPDX-License-Identifier: BSD-2-Clause */
/* fail.c - see fail.h. */
#include "base/fail.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/plain_text.h"

int mst_fail(struct mst_error *err, int code, const char *format, ...)
{
	char plain[sizeof err->text];
	va_list args;

	if (!err)
		return code;
	va_start(args, format);
	vsnprintf(plain, sizeof plain, format, args);
	va_end(args);
	mst_text_quote(err->text, sizeof err->text, plain, true);
	return code;
}

void mst_fail_note(struct mst_error *notes, const char *name, const struct mst_error *sentence)
{
	size_t used = strlen(notes->text);

	snprintf(notes->text + used, sizeof notes->text - used, "%s%s: %.*s", used ? "\n" : "", name,
	         (int)(sizeof notes->text / 4), sentence->text);
}
