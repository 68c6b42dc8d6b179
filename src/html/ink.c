/* SPDX-License-Identifier: BSD-2-Clause */
/* ink.c - see ink.h. */
#include "html/ink.h"

#include <muster/units.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/media.h"

#define FORMAT_MAX 512
#define NUMBER_MAX 40

void mst_ink_flush(struct mst_ink *ink)
{
	if (ink->used)
		ink->take(ink->user, ink->buffer, ink->used);
	ink->used = 0;
}

void mst_ink_bytes(struct mst_ink *ink, const char *markup, size_t length)
{
	while (length > 0) {
		size_t room = sizeof ink->buffer - ink->used, count = length < room ? length : room;

		memcpy(ink->buffer + ink->used, markup, count);
		ink->used += count;
		markup += count;
		length -= count;
		if (ink->used == sizeof ink->buffer)
			mst_ink_flush(ink);
	}
}

void mst_ink_put(struct mst_ink *ink, const char *markup)
{
	mst_ink_bytes(ink, markup, strlen(markup));
}

void mst_ink_format(struct mst_ink *ink, const char *format, ...)
{
	char text[FORMAT_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	mst_ink_put(ink, text);
}

void mst_ink_whole(struct mst_ink *ink, uint64_t number)
{
	char text[NUMBER_MAX];

	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	mst_ink_put(ink, text);
}

void mst_ink_grouped(struct mst_ink *ink, uint64_t number)
{
	char text[NUMBER_MAX];

	mst_ink_put(ink, mst_write_grouped(text, sizeof text, number));
}

static void put_as(struct mst_ink *ink, enum mst_medium medium, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		char piece[MST_MEDIUM_CHAR_MAX];

		mst_ink_bytes(ink, piece, (size_t)(mst_medium_put(medium, piece, &text, end) - piece));
	}
}

void mst_ink_text(struct mst_ink *ink, const char *text, size_t length)
{
	put_as(ink, MST_TO_HTML, text, length);
}

void mst_ink_words(struct mst_ink *ink, const char *text)
{
	mst_ink_text(ink, text, strlen(text));
}

void mst_ink_script(struct mst_ink *ink, const char *text, size_t length)
{
	put_as(ink, MST_TO_SCRIPT, text, length);
}

void mst_ink_line(struct mst_ink *ink)
{
	mst_ink_bytes(ink, "\n", 1);
	mst_ink_flush(ink);
}
