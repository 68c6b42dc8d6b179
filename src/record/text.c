/* SPDX-License-Identifier: BSD-2-Clause */
/* text.c - see text.h. */
#include "record/text.h"

#include <string.h>

#include "base/media.h"

void mst_record_text(char *to, size_t size, const uint8_t *bytes, size_t count, bool lines)
{
	const char *text = (const char *)bytes, *end = text + count;
	size_t used = 0;

	while (text < end) {
		char piece[MST_MEDIUM_CHAR_MAX] = { '\n' }, *after = piece + 1;

		if (lines && *text == '\n')
			text++;
		else
			after = mst_medium_put(MST_TO_CELL, piece, &text, end);
		if (used + (size_t)(after - piece) >= size)
			break;
		memcpy(to + used, piece, (size_t)(after - piece));
		used += (size_t)(after - piece);
	}
	to[used] = '\0';
}
