/* SPDX-License-Identifier: BSD-2-Clause */
/* print.c - see muster/text.h. */
#include <muster/text.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/media.h"
#include "base/utf8.h"

#define USUAL 512    /* bytes of a line; longer ones are allocated */
#define ALL SIZE_MAX /* line feeds stay */

/* A character of two bytes is written by its number and name. */
#define GROWS (MST_MEDIUM_CHAR_MAX / 2)

/* In one write, as other threads may print: the last `kept` line feeds stay, or all of them. */
static int print_clean(FILE *out, const char *text, size_t length, size_t kept)
{
	const char *end = text + length, *tail = end - kept;
	char *clean = malloc(length * GROWS + 1), *at = clean;
	int written = -1;

	while (clean && text < end) {
		if (*text == '\n' && (kept == ALL || text >= tail))
			*at++ = *text++;
		else
			at = mst_medium_put(MST_TO_LINE, at, &text, end);
	}
	if (clean && fwrite(clean, 1, (size_t)(at - clean), out) == (size_t)(at - clean))
		written = (int)(at - clean);
	free(clean);
	return written;
}

static size_t feeds_of(const char *text)
{
	size_t count = 0;

	while ((text = strchr(text, '\n'))) {
		count++;
		text++;
	}
	return count;
}

static size_t feeds_at_end(const char *text)
{
	size_t length = strlen(text), count = 0;

	while (count < length && text[length - 1 - count] == '\n')
		count++;
	return count;
}

/* Feeds at the end only, the usual case, are told by their number: what is before them may then be plain. */
static size_t kept_of(const char *format, const char *text)
{
	size_t in_format = feeds_of(format), at_end = feeds_at_end(format);

	return in_format == feeds_of(text) && in_format != at_end ? ALL : at_end;
}

static int print_made(FILE *out, const char *text, size_t kept)
{
	size_t length = strlen(text), body = length - (kept == ALL ? 0 : kept);

	if (mst_text_is_plain(text, body))
		return fwrite(text, 1, length, out) == length ? (int)length : -1;
	return print_clean(out, text, length, kept);
}

int mst_print(FILE *out, const char *format, ...)
{
	char usual[USUAL], *text = usual;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(usual, sizeof usual, format, args);
	va_end(args);
	if (length >= (int)sizeof usual) {
		va_start(args, format);
		length = vasprintf(&text, format, args);
		va_end(args);
	}
	if (length < 0)
		return -1;
	length = print_made(out, text, kept_of(format, text));
	if (text != usual)
		free(text);
	return length;
}

int mst_print_lines(FILE *out, const char *text)
{
	return print_made(out, text, ALL);
}

bool mst_text_is_printable(const char *text)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);

	while (at < end) {
		uint32_t character;
		size_t length = mst_utf8_read(at, (size_t)(end - at), &character);

		if (length == 0 || mst_text_is_unseen(character))
			return false;
		at += length;
	}
	return true;
}
