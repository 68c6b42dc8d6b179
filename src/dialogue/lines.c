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

size_t mst_phrase_find(struct mst_phrase words, const char *text)
{
	size_t size = strlen(text);
	uint8_t low = (uint8_t)tolower((uint8_t)*text), high = (uint8_t)toupper((uint8_t)*text);

	for (size_t i = 0; i + size <= words.size; i++) {
		if (size && words.at[i] != low && words.at[i] != high)
			continue;
		if (strncasecmp((const char *)words.at + i, text, size) == 0)
			return i;
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
