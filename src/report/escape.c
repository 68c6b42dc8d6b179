/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * escape.c - text made safe for CSV (RFC 4180) and JSON (RFC 8259, UTF-8 as in RFC 3629).
 */
#include "report/escape.h"

#include <stdint.h>

#include "base/media.h"

static bool must_be_quoted(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"' || text[i] == ',' || text[i] == '\r' || text[i] == '\n')
			return true;
	}
	return length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
}

bool mst_csv_is_simple(const char *text, size_t length)
{
	/* From '.' on there are ./0-9:;<=>?@A-Z[\]^_`a-z{|}~, and of these only two begin a formula. */
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '.' || text[i] > '~')
			return false;
	}
	return length == 0 || (*text != '=' && *text != '@');
}

char *mst_escape_csv(char *at, const char *text, size_t length, bool raw)
{
	enum mst_medium medium = raw ? MST_TO_RAW : MST_TO_CELL;
	bool formula = !raw && mst_text_is_formula(text, length), quoted = formula || must_be_quoted(text, length);
	const char *end = text + length;

	if (quoted)
		*at++ = '"';
	if (formula)
		*at++ = '\'';
	while (text < end) {
		uint8_t c = (uint8_t)*text;

		if (c >= 0x20 && c < 0x7f && c != '"') {
			*at++ = *text++;
			continue;
		}
		if (c == '"')
			*at++ = '"';
		at = mst_medium_put(medium, at, &text, end);
	}
	if (quoted)
		*at++ = '"';
	return at;
}

char *mst_escape_json_char(char *at, const char **text, const char *end)
{
	return mst_medium_put(MST_TO_JSON, at, text, end);
}

bool mst_json_is_simple(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] < ' ' || text[i] > '~' || text[i] == '"' || text[i] == '\\')
			return false;
	}
	return true;
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
