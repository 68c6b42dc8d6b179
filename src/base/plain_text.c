/* SPDX-License-Identifier: BSD-2-Clause */
/* plain_text.c - see plain_text.h. */
#include "base/plain_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MARK "\xef\xbb\xbf"

/* Characters that cannot be seen, and those that are taken for others (Unicode 15, general categories Cf and Zs). */
/* clang-format off */
static const struct {
	uint32_t first, last;
	const char *name;
	bool visible;
} characters[] = {
	{ 0x0080, 0x009f, "control character", false },
	{ 0x00a0, 0x00a0, "no-break space", false },
	{ 0x00ad, 0x00ad, "soft hyphen", false },
	{ 0x034f, 0x034f, "grapheme joiner", false },
	{ 0x061c, 0x061c, "Arabic letter mark", false },
	{ 0x115f, 0x1160, "Hangul filler", false },
	{ 0x1680, 0x1680, "Ogham space mark", false },
	{ 0x17b4, 0x17b5, "Khmer vowel inherent", false },
	{ 0x180b, 0x180f, "Mongolian separator", false },
	{ 0x2000, 0x200a, "wide space", false },
	{ 0x200b, 0x200b, "zero width space", false },
	{ 0x200c, 0x200c, "zero width non-joiner", false },
	{ 0x200d, 0x200d, "zero width joiner", false },
	{ 0x200e, 0x200e, "left-to-right mark", false },
	{ 0x200f, 0x200f, "right-to-left mark", false },
	{ 0x2010, 0x2011, "hyphen, not the minus of the keyboard", true },
	{ 0x2012, 0x2015, "dash, not the minus of the keyboard", true },
	{ 0x2018, 0x201f, "quotation mark", true },
	{ 0x2024, 0x2024, "one dot leader", true },
	{ 0x2028, 0x2028, "line separator", false },
	{ 0x2029, 0x2029, "paragraph separator", false },
	{ 0x202a, 0x202e, "text direction", false },
	{ 0x202f, 0x202f, "narrow no-break space", false },
	{ 0x205f, 0x205f, "mathematical space", false },
	{ 0x2060, 0x2060, "word joiner", false },
	{ 0x2061, 0x2065, "invisible operator", false },
	{ 0x2066, 0x206f, "text direction", false },
	{ 0x2212, 0x2212, "minus sign, not that of the keyboard", true },
	{ 0x2800, 0x2800, "blank Braille pattern", false },
	{ 0x3000, 0x3000, "ideographic space", false },
	{ 0x3164, 0x3164, "Hangul filler", false },
	{ 0xfe00, 0xfe0f, "variation selector", false },
	{ 0xfeff, 0xfeff, "byte order mark", false },
	{ 0xff0e, 0xff0e, "fullwidth full stop", true },
	{ 0xffa0, 0xffa0, "Hangul filler", false },
	{ 0xfff9, 0xfffb, "annotation mark", false },
	{ 0xe0000, 0xe0fff, "tag character", false },
};
/* clang-format on */

size_t mst_text_mark(const char *bytes, size_t count)
{
	return count >= sizeof MARK - 1 && memcmp(bytes, MARK, sizeof MARK - 1) == 0 ? sizeof MARK - 1 : 0;
}

const char *mst_text_encoding(const char *bytes, size_t count)
{
	return count >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0) ? "UTF-16" : NULL;
}

/* The character at `text` (RFC 3629) and its bytes; 0 bytes when it is no UTF-8. */
static size_t read_character(const char *text, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t *bytes = (const uint8_t *)text;
	size_t length = bytes[0] < 0x80       ? 1
	                : bytes[0] >> 5 == 6  ? 2
	                : bytes[0] >> 4 == 14 ? 3
	                : bytes[0] >> 3 == 30 ? 4
	                                      : 0;

	if (length < 2) {
		*character = bytes[0];
		return length;
	}
	*character = bytes[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		*character = *character << 6 | (bytes[i] & 0x3f);
	}
	return *character >= least[length] && *character <= 0x10ffff && *character >> 11 != 0x1b ? length : 0;
}

/* The row of this character; -1: it has none. */
static int row_of(uint32_t character)
{
	for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
		if (character >= characters[i].first && character <= characters[i].last)
			return (int)i;
	}
	return -1;
}

/* What stands for one character: `piece` gets it. */
static void write_piece(char piece[80], const char *from, size_t length, uint32_t character, bool invisible_only)
{
	int row = length > 1 ? row_of(character) : -1;
	bool named = row >= 0 && !characters[row].visible, plain = length == 1 && character >= ' ' && character <= '~';

	if (plain || (invisible_only && !named))
		snprintf(piece, 80, "%.*s", (int)(length ? length : 1), from);
	else if (length < 2)
		strcpy(piece, "?");
	else
		snprintf(piece, 80, row < 0 ? "<U+%04X>" : "<U+%04X %s>", (unsigned)character,
		         row < 0 ? "" : characters[row].name);
}

size_t mst_text_quote(char *to, size_t size, const char *from, int invisible_only)
{
	size_t at = 0, used = 0;

	while (from[at]) {
		uint32_t character;
		size_t length = read_character(from + at, &character);
		char piece[80];

		write_piece(piece, from + at, length, character, invisible_only);
		if (used + strlen(piece) >= size)
			break;
		strcpy(to + used, piece);
		used += strlen(piece);
		at += length ? length : 1;
	}
	to[used] = '\0';
	return at;
}
