/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.c - see lines.h. */
#include "dialogue/lines.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool mst_phrase_take_line(struct mst_phrase *rest, struct mst_phrase *line)
{
	const uint8_t *end = rest->size ? memchr(rest->at, '\n', rest->size) : NULL;
	size_t size;

	if (!end)
		return false;
	size = (size_t)(end - rest->at);
	*line = (struct mst_phrase){ rest->at, size && end[-1] == '\r' ? size - 1 : size };
	rest->at += size + 1;
	rest->size -= size + 1;
	return true;
}

bool mst_phrase_begin(struct mst_phrase words, const char *text)
{
	size_t size = strlen(text);

	return words.size >= size && strncasecmp((const char *)words.at, text, size) == 0;
}

struct mst_phrase mst_phrase_after(struct mst_phrase words, size_t count)
{
	words.at += count;
	words.size -= count;
	while (words.size && (*words.at == ' ' || *words.at == '\t')) {
		words.at++;
		words.size--;
	}
	while (words.size && (words.at[words.size - 1] == ' ' || words.at[words.size - 1] == '\t'))
		words.size--;
	return words;
}

/* The next place of either of two bytes in `count` of them; NULL: there is none. */
static const uint8_t *next_of(const uint8_t *at, size_t count, uint8_t one, uint8_t other)
{
	const uint8_t *first = memchr(at, one, count), *earlier;

	earlier = memchr(at, other, first ? (size_t)(first - at) : count);
	return earlier ? earlier : first;
}

size_t mst_phrase_find(struct mst_phrase words, const char *text)
{
	size_t size = strlen(text);
	uint8_t low = (uint8_t)tolower((uint8_t)*text), high = (uint8_t)toupper((uint8_t)*text);
	int last = size ? tolower((uint8_t)text[size - 1]) : 0; /* many lines begin alike; few end so, too */
	const uint8_t *at = words.at, *end;

	if (size == 0 || size > words.size)
		return size ? SIZE_MAX : 0;
	for (end = words.at + words.size - size + 1; at < end; at++) {
		at = next_of(at, (size_t)(end - at), low, high);
		if (!at)
			break;
		if (tolower(at[size - 1]) == last && strncasecmp((const char *)at, text, size) == 0)
			return (size_t)(at - words.at);
	}
	return SIZE_MAX;
}

struct mst_phrase mst_phrase_header(struct mst_phrase lines, const char *name)
{
	struct mst_phrase line;
	size_t size = strlen(name);

	while (mst_phrase_take_line(&lines, &line) && line.size) {
		if (mst_phrase_begin(line, name) && line.size > size && line.at[size] == ':')
			return mst_phrase_after(line, size + 1);
	}
	return (struct mst_phrase){ 0 };
}
