/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * escape.c - text made safe for CSV (RFC 4180) and JSON (RFC 8259, UTF-8 as in RFC 3629).
 */
#include "report/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "report/digits.h"

static bool must_be_quoted(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"' || text[i] == ',' || text[i] == '\r' || text[i] == '\n')
			return true;
	}
	return length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
}

char *mst_escape_csv(char *at, const char *text, size_t length)
{
	if (!must_be_quoted(text, length)) {
		memcpy(at, text, length);
		return at + length;
	}
	*at++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*at++ = '"';
		*at++ = text[i];
	}
	*at++ = '"';
	return at;
}

/* How many bytes a character has that starts with this one. */
static size_t utf8_announced(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* How many bytes the UTF-8 character at `text` has; 0 if it is none: cut, overlong, a surrogate, past
 * U+10FFFF. */
static size_t utf8_length(const uint8_t *text, size_t left)
{
	uint8_t first = text[0];
	size_t length = utf8_announced(first);

	if (length > left)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
	    (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

static char *put_control(char *at, uint8_t c)
{
	static const char hex[] = "0123456789abcdef";
	static const char letters[32] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
	};

	*at++ = '\\';
	if (letters[c]) {
		*at++ = letters[c];
		return at;
	}
	at = mst_put_text(at, "u00");
	*at++ = hex[c >> 4];
	*at++ = hex[c & 15];
	return at;
}

char *mst_escape_json_char(char *at, const char **text, const char *end)
{
	const char *from = *text;
	uint8_t c = (uint8_t)*from;
	size_t length = utf8_length((const uint8_t *)from, (size_t)(end - from));

	*text += length ? length : 1;
	if (length == 0)
		return mst_put_text(at, "\xef\xbf\xbd");
	if (c < 0x20)
		return put_control(at, c);
	if (c == '"' || c == '\\')
		*at++ = '\\';
	memcpy(at, from, length);
	return at + length;
}

char *mst_escape_json(char *at, const char *text, size_t length)
{
	const char *end = text + length;

	*at++ = '"';
	while (text < end) {
		uint8_t c = (uint8_t)*text;

		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
			*at++ = *text++;
		else
			at = mst_escape_json_char(at, &text, end);
	}
	*at++ = '"';
	return at;
}
