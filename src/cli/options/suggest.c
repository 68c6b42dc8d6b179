/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * suggest.c - did you mean …?
 *
 * The optimal string alignment distance (F. Damerau, 1964): letters inserted, dropped, replaced, or two neighbours
 * swapped. Three rows of the table are enough.
 */
#include <string.h>

#include "cli/options/options.h"

#define WORD_MAX 32

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t *oldest = before;

		before = last;
		last = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			row[j] = smaller(smaller(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = smaller(row[j], before[j - 2] + 1);
		}
	}
	return row[b_length];
}

void mst_suggest(struct mst_suggestion *suggestion, const char *candidate)
{
	size_t meant_length = strlen(suggestion->meant), length = strlen(candidate), distance;

	if (meant_length > WORD_MAX || length > WORD_MAX || meant_length < 2)
		return;
	distance = distance_between(suggestion->meant, meant_length, candidate, length);
	if (meant_length >= 3 && strncmp(candidate, suggestion->meant, meant_length) == 0)
		distance = 1;
	if (distance > (meant_length + 1) / 3 || (suggestion->best && distance >= suggestion->distance))
		return;
	suggestion->best = candidate;
	suggestion->distance = distance;
}
