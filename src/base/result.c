/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * result.c - names and meanings of states and reasons, from the tables of result.h.
 */
#include <muster/result.h>
#include <muster/stray.h>

#include <errno.h>
#include <string.h>

#include "base/vantage.h"

struct word {
	const char *name;
	const char *meaning;
};

#define WORD(constant, name, meaning) [constant] = { name, meaning },
static const struct word states[] = { MST_STATES(WORD) };
static const struct word reasons[] = { MST_REASONS(WORD) };
static const struct word out_of_range = { "?", "?" };

/* States and reasons are bytes in results; these functions accept any value. */
static const struct word *state_word(enum mst_state state)
{
	return (unsigned)state < MST_STATE_COUNT ? &states[state] : &out_of_range;
}

static const struct word *reason_word(enum mst_reason reason)
{
	return (unsigned)reason < MST_REASON_COUNT ? &reasons[reason] : &out_of_range;
}

static const char *const suspicions[MST_SUSPICION_COUNT][2] = {
#define SUSPICION(constant, name, meaning) [constant] = { name, meaning },
	MST_SUSPICIONS(SUSPICION)
#undef SUSPICION
};

const char *mst_suspicion_name(enum mst_suspicion suspicion)
{
	return (unsigned)suspicion < MST_SUSPICION_COUNT ? suspicions[suspicion][0] : "?";
}

const char *mst_suspicion_meaning(enum mst_suspicion suspicion)
{
	return (unsigned)suspicion < MST_SUSPICION_COUNT ? suspicions[suspicion][1] : "?";
}

static unsigned seen_from(const struct mst_result *result, unsigned vantage)
{
	unsigned seen = result->vantages / MST_VANTAGES_MAX;

	for (unsigned i = 0; i < vantage; i++)
		seen /= MST_VANTAGE_BASE;
	return vantage < MST_VANTAGES_MAX ? seen % MST_VANTAGE_BASE : 0;
}

bool mst_result_saw(const struct mst_result *result, unsigned vantage, enum mst_state *state)
{
	unsigned seen = seen_from(result, vantage);

	*state = seen ? (enum mst_state)(seen - 1) : MST_UNKNOWN;
	return seen > 0;
}

unsigned mst_result_vantage(const struct mst_result *result)
{
	return result->vantages % MST_VANTAGES_MAX;
}

const char *mst_state_name(enum mst_state state)
{
	return state_word(state)->name;
}

const char *mst_reason_name(enum mst_reason reason)
{
	return reason_word(reason)->name;
}

const char *mst_state_meaning(enum mst_state state)
{
	return state_word(state)->meaning;
}

const char *mst_reason_meaning(enum mst_reason reason)
{
	return reason_word(reason)->meaning;
}

int mst_state_parse(enum mst_state *state, const char *word)
{
	for (unsigned i = 0; i < MST_STATE_COUNT; i++) {
		if (strcmp(states[i].name, word) == 0) {
			*state = (enum mst_state)i;
			return 0;
		}
	}
	return -EINVAL;
}

static const struct word strays[] = {
#define STRAY(constant, name, member, meaning) [constant] = { name, meaning },
	MST_STRAYS(STRAY)
#undef STRAY
};

const char *mst_stray_name(enum mst_stray stray)
{
	return (unsigned)stray < MST_STRAY_COUNT ? strays[stray].name : out_of_range.name;
}

const char *mst_stray_meaning(enum mst_stray stray)
{
	return (unsigned)stray < MST_STRAY_COUNT ? strays[stray].meaning : out_of_range.meaning;
}
