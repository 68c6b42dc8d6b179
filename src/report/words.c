/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - see words.h. */
#include "report/words.h"

#include <muster/result.h>
#include <string.h>

/* Copied whole: a call to copy so few bytes takes longer. */
struct word {
	char text[MST_WORD_ROOM];
	unsigned char length;
};

#define WORD(constant, word, meaning) [constant] = { word, sizeof word - 1 },
static const struct word states[] = { MST_STATES(WORD) };
static const struct word reasons[] = { MST_REASONS(WORD) };
static const struct word suspicions[] = { MST_SUSPICIONS(WORD) };

static char *put(char *at, const struct word *words, size_t count, unsigned number)
{
	if (number >= count) {
		*at = '?';
		return at + 1;
	}
	memcpy(at, words[number].text, MST_WORD_ROOM);
	return at + words[number].length;
}

char *mst_put_state(char *at, unsigned state)
{
	return put(at, states, MST_STATE_COUNT, state);
}

char *mst_put_reason(char *at, unsigned reason)
{
	return put(at, reasons, MST_REASON_COUNT, reason);
}

char *mst_put_suspicion(char *at, unsigned suspicion)
{
	return put(at, suspicions, MST_SUSPICION_COUNT, suspicion);
}
