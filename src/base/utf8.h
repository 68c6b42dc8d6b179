/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * utf8.h - the next character of a text in UTF-8 (RFC 3629). Pure.
 */
#ifndef MST_BASE_UTF8_H
#define MST_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The number of bytes of the character at `bytes`, of which `left` can be read (at least 1), and the character itself.
 * 0 if there is none: cut, overlong, a surrogate, past U+10FFFF; `character` is then the byte.
 */
static inline size_t mst_utf8_read(const uint8_t *bytes, size_t left, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t first = bytes[0];
	size_t length = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
	uint32_t found = first & (length > 1 ? 0x7fu >> length : 0x7fu);

	*character = first;
	if (length == 0 || length > left)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		found = found << 6 | (bytes[i] & 0x3f);
	}
	if (found < least[length] || found > 0x10ffff || found >> 11 == 0x1b)
		return 0;
	*character = found;
	return length;
}

#endif
