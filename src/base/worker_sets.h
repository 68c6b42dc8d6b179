/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * worker_sets.h - which workers of a fleet asked a target, and what each saw, for rows that know it by no position: of
 * a file that is no journal, and of several files. Each set of names is kept once; rows have its number in place of
 * their position.
 *
 *     mst_sightings_add … ──► mst_worker_sets_put: the row ──► mst_worker_sets_name: its names
 */
#ifndef MST_BASE_WORKER_SETS_H
#define MST_BASE_WORKER_SETS_H

#include <muster/result.h>

#define MST_WORKER_NAME_MAX 64
#define MST_WORKER_SETS_MAX 65535
#define MST_WORKERS_POSITION (MST_NO_POSITION - MST_WORKER_SETS_MAX) /* such a position and later ones are none */

/* Of one target. */
struct mst_sightings {
	const char *names[MST_VANTAGES_MAX]; /* borrowed; NULL behind the last */
	uint16_t states[MST_VANTAGES_MAX];   /* 1 + enum mst_state; 0: not known */
};

struct mst_worker_set; /* names, and its number */

struct mst_worker_sets {
	void *tree; /* of all, by their names */
	struct mst_worker_set **sets;
	uint32_t count, room;
	bool full; /* there were more of them */
};

/* Whether a worker can be called so: 1 to MST_WORKER_NAME_MAX letters, digits, - _ and . */
bool mst_worker_is_name(const char *name, size_t length);

/* `state` as in the struct. Of one worker the first state holds, unless `better`. False: there are as many already. */
bool mst_sightings_add(struct mst_sightings *seen, const char *name, uint16_t state, bool better);

/* Reads "ams=up nyc=down", as the field `saw` is written; the names stay in the text, which is changed. False: it is
 * something else, or has more of them. */
bool mst_sightings_read(struct mst_sightings *seen, char *text);

/* Gives a result its vantages, of which that of `worker` (NULL: not known) has the verdict, and in place of its
 * position the number of the set. -ENOMEM: it has none. */
int mst_worker_sets_put(struct mst_worker_sets *sets, struct mst_result *result, const struct mst_sightings *seen,
                        const char *worker);

/* The name of a worker of the row; NULL: not known. Valid until free. */
const char *mst_worker_sets_name(const struct mst_worker_sets *sets, const struct mst_result *row, unsigned vantage);

/* Accepts zeroed memory. */
void mst_worker_sets_free(struct mst_worker_sets *sets);

/* The number of the set of a row; 0: none. */
static inline uint32_t mst_workers_of(const struct mst_result *row)
{
	return row->position < MST_WORKERS_POSITION ? 0 : (uint32_t)(MST_NO_POSITION - row->position);
}

#endif
