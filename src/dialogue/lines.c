/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.c - see lines.h. */
#include "dialogue/lines.h"

#include <string.h>
#include <strings.h>

bool mst_words_take_line(struct mst_words *rest, struct mst_words *line)
{
	const uint8_t *end = rest->size ? memchr(rest->at, '\n', rest->size) : NULL;
	size_t size;

	if (!end)
		return false;
	size = (size_t)(end - rest->at);
	*line = (struct mst_words){ rest->at, size && end[-1] == '\r' ? size - 1 : size };
	rest->at += size + 1;
	rest->size -= size + 1;
	return true;
}

bool mst_words_begin(struct mst_words words, const char *text)
{
	size_t size = strlen(text);

	return words.size >= size && strncasecmp((const char *)words.at, text, size) == 0;
}

struct mst_words mst_words_after(struct mst_words words, size_t count)
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

size_t mst_words_find(struct mst_words words, const char *text)
{
	size_t size = strlen(text);

	for (size_t i = 0; i + size <= words.size; i++) {
		if (strncasecmp((const char *)words.at + i, text, size) == 0)
			return i;
	}
	return SIZE_MAX;
}

struct mst_words mst_words_header(struct mst_words lines, const char *name)
{
	struct mst_words line;
	size_t size = strlen(name);

	while (mst_words_take_line(&lines, &line) && line.size) {
		if (mst_words_begin(line, name) && line.size > size && line.at[size] == ':')
			return mst_words_after(line, size + 1);
	}
	return (struct mst_words){ 0 };
}
