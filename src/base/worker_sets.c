/* SPDX-License-Identifier: BSD-2-Clause */
/* worker_sets.c - see worker_sets.h. A set is its names, each ended with a NUL, and one more NUL. */
#include "base/worker_sets.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/vantage.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
#define SET_MAX (MST_VANTAGES_MAX * (MST_WORKER_NAME_MAX + 1) + 1)
#define FIRST_ROOM 16u

/* What the tree has: a set and its number. */
struct mst_worker_set {
	uint32_t number, size;
	char names[];
};

bool mst_worker_is_name(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!name[i] || !strchr(LETTERS, name[i]))
			return false;
	}
	return length > 0 && length <= MST_WORKER_NAME_MAX;
}

/* ---- what was seen ---- */

/* Where a worker is, or the first free place; MST_VANTAGES_MAX: nowhere. */
static unsigned place_of(const struct mst_sightings *seen, const char *name)
{
	unsigned i = 0;

	while (i < MST_VANTAGES_MAX && seen->names[i] && strcmp(seen->names[i], name) != 0)
		i++;
	return i;
}

bool mst_sightings_add(struct mst_sightings *seen, const char *name, uint16_t state, bool better)
{
	unsigned place = place_of(seen, name);

	if (place == MST_VANTAGES_MAX)
		return false;
	seen->names[place] = name;
	if (state && (better || !seen->states[place]))
		seen->states[place] = state;
	return true;
}

/* "ams=up" */
static bool read_one(struct mst_sightings *seen, char *name)
{
	char *word = strchr(name, '=');
	enum mst_state state;

	if (!word)
		return false;
	*word++ = '\0';
	return mst_worker_is_name(name, strlen(name)) && mst_state_parse(&state, word) == 0 &&
	       mst_sightings_add(seen, name, (uint16_t)(1 + state), false);
}

bool mst_sightings_read(struct mst_sightings *seen, char *text)
{
	char *rest, *one;

	for (one = strtok_r(text, " ", &rest); one; one = strtok_r(NULL, " ", &rest)) {
		if (!read_one(seen, one))
			return false;
	}
	return true;
}

/* Where the worker with the verdict is; if need be, in the place of the last. */
static unsigned place_verdict(struct mst_sightings *seen, const char *worker)
{
	unsigned place = place_of(seen, worker ? worker : "");

	if (place == MST_VANTAGES_MAX)
		seen->states[--place] = 0;
	seen->names[place] = worker;
	return place;
}

/* ---- sets ---- */

static int compare_sets(const void *a, const void *b)
{
	const struct mst_worker_set *one = a, *other = b;

	if (one->size != other->size)
		return one->size < other->size ? -1 : 1;
	return memcmp(one->names, other->names, one->size);
}

static bool make_room(struct mst_worker_sets *sets)
{
	uint32_t room = sets->room ? 2 * sets->room : FIRST_ROOM;
	struct mst_worker_set **more;

	if (sets->count < sets->room)
		return true;
	more = reallocarray(sets->sets, room, sizeof *more);
	if (!more)
		return false;
	sets->sets = more;
	sets->room = room;
	return true;
}

/* The number of the set, from 1; 0: there are too many; -ENOMEM. */
static int64_t number_of(struct mst_worker_sets *sets, const struct mst_worker_set *wanted)
{
	struct mst_worker_set **found = tfind(wanted, &sets->tree, compare_sets), *set;

	if (found)
		return (*found)->number;
	sets->full |= sets->count == MST_WORKER_SETS_MAX;
	if (sets->full)
		return 0;
	set = make_room(sets) ? malloc(sizeof *set + wanted->size) : NULL;
	if (!set)
		return -ENOMEM;
	memcpy(set, wanted, sizeof *set + wanted->size);
	set->number = sets->count + 1;
	if (!tsearch(set, &sets->tree, compare_sets)) {
		free(set);
		return -ENOMEM;
	}
	sets->sets[sets->count++] = set;
	return set->number;
}

int mst_worker_sets_put(struct mst_worker_sets *sets, struct mst_result *result, const struct mst_sightings *seen,
                        const char *worker)
{
	struct mst_sightings all = *seen;
	unsigned verdict = place_verdict(&all, worker);
	union {
		struct mst_worker_set set;
		char bytes[sizeof(struct mst_worker_set) + SET_MAX];
	} made = { .set = { 0 } };
	int64_t number;

	result->vantages = mst_vantages_choose(0, verdict);
	for (unsigned i = 0; i < MST_VANTAGES_MAX && all.names[i]; i++) {
		size_t length = strnlen(all.names[i], MST_WORKER_NAME_MAX);

		memcpy(made.set.names + made.set.size, all.names[i], length);
		made.set.size += (uint32_t)length + 1;
		if (all.states[i])
			result->vantages = mst_vantages_add(result->vantages, i, (uint8_t)(all.states[i] - 1));
	}
	made.set.size++;
	number = made.set.size > 1 ? number_of(sets, &made.set) : 0;
	result->position = MST_NO_POSITION - (number > 0 ? (uint64_t)number : 0);
	return number < 0 ? (int)number : 0;
}

const char *mst_worker_sets_name(const struct mst_worker_sets *sets, const struct mst_result *row, unsigned vantage)
{
	uint32_t number = mst_workers_of(row);
	const char *name = number && number <= sets->count ? sets->sets[number - 1]->names : NULL;

	for (unsigned i = 0; name && *name && i < vantage; i++)
		name += strlen(name) + 1;
	return name && *name ? name : NULL;
}

void mst_worker_sets_free(struct mst_worker_sets *sets)
{
	tdestroy(sets->tree, free);
	free(sets->sets);
	*sets = (struct mst_worker_sets){ 0 };
}
