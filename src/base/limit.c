/* SPDX-License-Identifier: BSD-2-Clause */
/* limit.c - the words of enum mst_limit. */
#include <muster/scan.h>
#include <stddef.h>

static const struct {
	const char *word, *sentence;
} limits[] = {
#define LIMIT_ROW(name, word, sentence) [name] = { word, sentence },
	MST_LIMITS(LIMIT_ROW)
#undef LIMIT_ROW
};

const char *mst_limit_word(enum mst_limit limit)
{
	return (unsigned)limit < MST_LIMIT_COUNT ? limits[limit].word : NULL;
}

const char *mst_limit_sentence(enum mst_limit limit)
{
	return (unsigned)limit < MST_LIMIT_COUNT ? limits[limit].sentence : NULL;
}
