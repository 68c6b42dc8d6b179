/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * repeats.h - loss as repeated questions show it: of the targets that answered, how many answered their first question,
 * and how many only a repeated one. Counted by when the first question was asked.
 *
 *     first asked:   │ slot │ slot │ slot │ slot │ …            each 67 ms
 *                    └─ closed ────┘└─ answers to repeated questions may still come ─┘
 *
 * So the loss of a moment is known only some time-outs later, when its slot is closed.
 */
#ifndef MST_TRACK_REPEATS_H
#define MST_TRACK_REPEATS_H

#include <stdbool.h>
#include <stdint.h>

#define MST_REPEATS_SHIFT 26  /* of nanoseconds: the length of a slot */
#define MST_REPEATS_SLOTS 128 /* eight seconds: more than the longest adaptive time-out */

struct mst_repeats {
	uint32_t first[MST_REPEATS_SLOTS], repeated[MST_REPEATS_SLOTS];
	uint64_t closed; /* slots before this one are closed, and in these sums: */
	uint64_t closed_first, closed_repeated;
};

/* A target first asked at this moment has answered: its first question, or only a repeated one. */
static inline void mst_repeats_note(struct mst_repeats *repeats, uint64_t asked_ns, bool repeated)
{
	uint64_t slot = asked_ns >> MST_REPEATS_SHIFT;

	if (slot < repeats->closed || slot >= repeats->closed + MST_REPEATS_SLOTS)
		return;
	if (repeated)
		repeats->repeated[slot % MST_REPEATS_SLOTS]++;
	else
		repeats->first[slot % MST_REPEATS_SLOTS]++;
}

/* Closes the slots before this moment: no more answers to questions first asked then are expected.
 * Call it once to begin. */
static inline void mst_repeats_close(struct mst_repeats *repeats, uint64_t until_ns)
{
	uint64_t until = until_ns >> MST_REPEATS_SHIFT;

	if (repeats->closed + MST_REPEATS_SLOTS < until)
		repeats->closed = until -
		                  MST_REPEATS_SLOTS; /* the first call, or a long sleep: each slot is added once */
	for (; repeats->closed < until; repeats->closed++) {
		uint64_t slot = repeats->closed % MST_REPEATS_SLOTS;

		repeats->closed_first += repeats->first[slot];
		repeats->closed_repeated += repeats->repeated[slot];
		repeats->first[slot] = repeats->repeated[slot] = 0;
	}
}

static inline uint64_t mst_repeats_closed_ns(const struct mst_repeats *repeats)
{
	return repeats->closed << MST_REPEATS_SHIFT;
}

#endif
