/* SPDX-License-Identifier: BSD-2-Clause */
/* text.c - see text.h. UTF-8: RFC 3629. */
#include "record/text.h"

#include <string.h>

/* How long a character is by its first byte, and the bits of its number that this byte holds; 0: no first byte. */
static size_t length_by_first(uint8_t first, uint32_t *bits)
{
	size_t length = first < 0x80                    ? 1
	                : first >= 0xf0 && first < 0xf8 ? 4
	                : first >= 0xe0                 ? 3
	                : first >= 0xc0                 ? 2
	                                                : 0;

	if (first >= 0xf8)
		return 0;
	*bits = length == 1 ? first : first & (0xffu >> (length + 1));
	return length;
}

static bool is_shown(uint32_t character, size_t length)
{
	static const uint32_t shortest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	bool control = character < 0x20 || (character >= 0x7f && character < 0xa0);
	bool surrogate = character >= 0xd800 && character < 0xe000;

	return !control && !surrogate && character >= shortest[length] && character <= 0x10ffff;
}

/* The bytes of the character at `bytes`, or 0 when it is none that may be shown. */
static size_t shown_length(const uint8_t *bytes, size_t count)
{
	uint32_t character;
	size_t length = length_by_first(bytes[0], &character);

	if (length == 0 || length > count)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (bytes[i] & 0x3f);
	}
	return is_shown(character, length) ? length : 0;
}

void mst_record_text(char *to, size_t size, const uint8_t *bytes, size_t count, bool lines)
{
	size_t at = 0, used = 0;

	while (at < count) {
		size_t length = lines && bytes[at] == '\n' ? 1 : shown_length(bytes + at, count - at);
		size_t step = length ? length : 1;

		if (used + step >= size)
			break;
		if (length)
			memcpy(to + used, bytes + at, length);
		else
			to[used] = '?';
		used += step;
		at += step;
	}
	to[used] = '\0';
}
