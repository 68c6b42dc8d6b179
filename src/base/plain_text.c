/* SPDX-License-Identifier: BSD-2-Clause */
/* plain_text.c - see plain_text.h. */
#include "base/plain_text.h"

#include <string.h>

#include "base/media.h"

#define MARK "\xef\xbb\xbf"

size_t mst_text_mark(const char *bytes, size_t count)
{
	return count >= sizeof MARK - 1 && memcmp(bytes, MARK, sizeof MARK - 1) == 0 ? sizeof MARK - 1 : 0;
}

const char *mst_text_encoding(const char *bytes, size_t count)
{
	return count >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0) ? "UTF-16" : NULL;
}

size_t mst_text_quote(char *to, size_t size, const char *from, int invisible_only)
{
	return mst_medium_copy(invisible_only ? MST_TO_LINE : MST_TO_SPELLED, to, size, from, strlen(from));
}

void mst_text_lines(char *to, size_t size, const char *from, bool lines)
{
	for (;;) {
		size_t length = lines ? strcspn(from, "\n") : strlen(from), used;

		mst_medium_copy(MST_TO_LINE, to, size, from, length);
		used = strlen(to);
		if (!from[length] || used + 2 > size)
			return;
		strcpy(to + used, "\n");
		to += used + 1;
		size -= used + 1;
		from += length + 1;
	}
}
