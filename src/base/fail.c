/* SPDX-License-Identifier: BSD-2-Clause */
/* fail.c - see fail.h. */
#include "base/fail.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/plain_text.h"

/* The lines of a sentence are those of its format; "%s" alone passes on a sentence that is made already. */
static bool has_lines(const char *format, const char *text)
{
	size_t in_format = 0, in_text = 0;

	for (const char *at = format; *at; at++)
		in_format += *at == '\n';
	for (const char *at = text; *at; at++)
		in_text += *at == '\n';
	return in_format == in_text || strcmp(format, "%s") == 0;
}

int mst_fail(struct mst_error *err, int code, const char *format, ...)
{
	char plain[sizeof err->text];
	va_list args;

	if (!err)
		return code;
	va_start(args, format);
	vsnprintf(plain, sizeof plain, format, args);
	va_end(args);
	mst_text_lines(err->text, sizeof err->text, plain, has_lines(format, plain));
	return code;
}

int mst_fail_line(struct mst_error *err, int code, const char *file, uint64_t line, const char *wrong)
{
	return mst_fail(err, code, "%s line %" PRIu64 ": %s", file, line, wrong);
}

void mst_fail_note(struct mst_error *notes, const char *name, const struct mst_error *sentence)
{
	size_t used = strlen(notes->text);

	snprintf(notes->text + used, sizeof notes->text - used, "%s%s: %.*s", used ? "\n" : "", name,
	         (int)(sizeof notes->text / 4), sentence->text);
}
