/* SPDX-License-Identifier: BSD-2-Clause */
/* bounded_text.c - see bounded_text.h. */
#include "base/bounded_text.h"

#include <stdarg.h>
#include <stdio.h>

void mst_bounded_add(struct mst_bounded_text *text, const char *format, ...)
{
	va_list args;
	int count;

	va_start(args, format);
	count = vsnprintf(text->at, text->left, format, args);
	va_end(args);
	if (count < 0 || (size_t)count >= text->left) {
		text->cut = true;
		*text->at = '\0';
		return;
	}
	text->at += count;
	text->left -= (size_t)count;
}
