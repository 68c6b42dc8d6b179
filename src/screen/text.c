/* SPDX-License-Identifier: BSD-2-Clause */
/* text.c - see text.h. */
#include "screen/text.h"

#include <ctype.h>
#include <langinfo.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include <wctype.h>

#include "base/media.h"

#define STEPS 8

bool mst_text_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* The next character: its number of bytes and of columns. A character that cannot be shown becomes '?'; an invalid
 * sequence is skipped byte by byte. */
static size_t next(const char *from, mbstate_t *state, int *columns)
{
	wchar_t wide;
	size_t bytes = mbrtowc(&wide, from, strlen(from), state);

	if (bytes == (size_t)-1 || bytes == (size_t)-2) {
		*state = (mbstate_t){ 0 };
		*columns = -1;
		return 1;
	}
	*columns = iswprint((wint_t)wide) && !mst_text_is_unseen((uint32_t)wide) ? wcwidth(wide) : -1;
	return bytes;
}

static bool put(char *to, size_t size, size_t *at, const char *bytes, size_t count)
{
	if (*at + count >= size)
		return false;
	memcpy(to + *at, bytes, count);
	*at += count;
	to[*at] = '\0';
	return true;
}

/* Copies the characters that fit into this number of columns. */
static size_t copy(char *to, size_t size, const char **from, size_t columns)
{
	mbstate_t state = { 0 };
	size_t at = 0, used = 0;

	to[0] = '\0';
	while (**from) {
		int width;
		size_t bytes = next(*from, &state, &width);
		bool shown = width >= 0;
		size_t takes = shown ? (size_t)width : 1;

		if (used + takes > columns || !put(to, size, &at, shown ? *from : "?", shown ? bytes : 1))
			break;
		used += takes;
		*from += bytes;
	}
	return used;
}

size_t mst_text_fit(char *to, size_t size, const char *from, size_t columns)
{
	const char *rest = from;
	size_t used = copy(to, size, &rest, columns);

	if (!*rest || columns == 0)
		return used;
	rest = from;
	used = copy(to, size, &rest, columns - 1);
	strncat(to, mst_text_is_utf8() ? "…" : ">", size - strlen(to) - 1);
	return used + 1;
}

bool mst_text_has(const char *whole, const char *part)
{
	return strcasestr(whole, part) != NULL;
}

static const char *step_of(double value, double least, double most, bool utf8)
{
	static const char *const bars[STEPS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const digits[STEPS] = { "1", "2", "3", "4", "5", "6", "7", "8" };
	double share = most > least ? (value - least) / (most - least) : 0;
	size_t step = (size_t)(share * (STEPS - 1) + 0.5);

	if (value < 0)
		return utf8 ? (value < -1 ? "·" : "×") : (value < -1 ? "." : "!");
	return utf8 ? bars[step] : digits[step];
}

const char *mst_text_sparkline(const double *values, size_t count, size_t columns, char *text, size_t size)
{
	size_t from = count > columns ? count - columns : 0, at = 0;
	bool utf8 = mst_text_is_utf8(), any = false;
	double least = 0, most = 0;

	for (size_t i = from; i < count; i++) {
		if (values[i] < 0)
			continue;
		least = any && least < values[i] ? least : values[i];
		most = any && most > values[i] ? most : values[i];
		any = true;
	}
	text[0] = '\0';
	for (size_t i = from; i < count; i++) {
		const char *step = step_of(values[i], least, most, utf8);

		if (!put(text, size, &at, step, strlen(step)))
			break;
	}
	return text;
}
