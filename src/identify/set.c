/* SPDX-License-Identifier: BSD-2-Clause */
/* set.c - see set.h. */
#include "identify/set.h"

#include <stdlib.h>
#include <string.h>

struct key {
	const char *word, *recog;
};

static const struct key keys[] = {
#define ROW(constant, word, recog, meaning) [constant] = { word, recog },
	MST_SIGNATURE_KEYS(ROW)
#undef ROW
};

const char *mst_signature_key_word(enum mst_signature_key key)
{
	return keys[key].word;
}

enum mst_signature_key mst_signature_key_find(const void *word, size_t size)
{
	unsigned key = 0;

	while (key < MST_SIGNATURE_KEY_COUNT &&
	       (strlen(keys[key].word) != size || memcmp(keys[key].word, word, size) != 0))
		key++;
	return key;
}

/* Whether a word is one of several that have blanks between. */
static bool is_one_of(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; length && (at = strstr(at, word)); at++) {
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	}
	return false;
}

enum mst_signature_key mst_signature_key_of_recog(const char *matches)
{
	unsigned key = 0;

	while (key < MST_SIGNATURE_KEY_COUNT && !is_one_of(keys[key].recog, matches))
		key++;
	return key;
}

static bool make_room(struct mst_signature_list *list, size_t count)
{
	size_t room = list->room ? list->room : 16;
	struct mst_signature *items;

	while (room < count)
		room *= 2;
	if (room == list->room)
		return true;
	items = realloc(list->items, room * sizeof *items);
	if (!items)
		return false;
	list->items = items;
	list->room = room;
	return true;
}

bool mst_signature_list_add(struct mst_signature_list *list, struct mst_pattern *pattern,
                            const struct mst_values *values, uint64_t line)
{
	struct mst_signature signature = { .pattern = pattern, .line = line };
	size_t size = 0;

	for (unsigned i = 0; i < MST_VALUE_COUNT; i++)
		size += values->of[i].size;
	signature.values = malloc(size + 1);
	if (!signature.values || !make_room(list, list->count + 1)) {
		free(signature.values);
		return false;
	}
	size = 0;
	for (unsigned i = 0; i < MST_VALUE_COUNT; i++) {
		signature.sizes[i] = values->of[i].size;
		memcpy(signature.values + size, values->of[i].bytes, values->of[i].size);
		size += values->of[i].size;
	}
	list->items[list->count++] = signature;
	return true;
}

bool mst_signatures_join(struct mst_signatures *set, struct mst_signatures *other, bool before)
{
	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++) {
		if (!make_room(&set->of[key], set->of[key].count + other->of[key].count))
			return false;
	}
	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++) {
		struct mst_signature_list *to = &set->of[key], *from = &other->of[key];
		size_t size = from->count * sizeof *from->items;

		if (before)
			memmove(to->items + from->count, to->items, to->count * sizeof *to->items);
		if (size)
			memcpy(before ? to->items : to->items + to->count, from->items, size);
		to->count += from->count;
		from->count = 0;
	}
	set->without_key += other->without_key;
	return true;
}

void mst_signatures_clear(struct mst_signatures *set)
{
	for (unsigned key = 0; key < MST_SIGNATURE_KEY_COUNT; key++) {
		struct mst_signature_list *list = &set->of[key];

		for (size_t i = 0; i < list->count; i++) {
			mst_pattern_free(list->items[i].pattern);
			free(list->items[i].values);
		}
		free(list->items);
		*list = (struct mst_signature_list){ 0 };
	}
}

const struct mst_signature *mst_signatures_find(const struct mst_signatures *set, enum mst_signature_key key,
                                                struct mst_match_room *room, const uint8_t *text, size_t size,
                                                struct mst_groups *groups)
{
	const struct mst_signature_list *list = &set->of[key];

	for (size_t i = 0; i < list->count; i++) {
		if (mst_pattern_match(list->items[i].pattern, room, text, size, groups))
			return &list->items[i];
	}
	return NULL;
}
