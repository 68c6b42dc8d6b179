/*
 * firsts.h - of the questions asked at a time, how many of those who answered did so at once, and how many only when asked
 * again: the loss of that time, told a time-out later.
 *
 *     asked first:   │ slot │ slot │ slot │ slot │ …            one 67 ms
 *                    └─ told ──────┘└─ still waiting for repeated questions ─┘
 */
#ifndef MST_TRACK_FIRSTS_H
#define MST_TRACK_FIRSTS_H

#include <stdbool.h>
#include <stdint.h>

#define MST_FIRSTS_SHIFT 26
#define MST_FIRSTS_SLOTS 128 /* eight seconds: more than the longest adaptive time-out */

struct mst_firsts {
	uint32_t firsts[MST_FIRSTS_SLOTS], repeats[MST_FIRSTS_SLOTS];
	uint64_t told;                        /* slots before this one have been added to … */
	uint64_t told_firsts, told_repeats;
};

/* A target first asked at this moment has answered: the first question, or only a repeated one. */
static inline void mst_firsts_note(struct mst_firsts *firsts, uint64_t asked_ns, bool repeated)
{
	uint64_t slot = asked_ns >> MST_FIRSTS_SHIFT;

	if (slot < firsts->told || slot >= firsts->told + MST_FIRSTS_SLOTS)
		return;
	if (repeated)
		firsts->repeats[slot % MST_FIRSTS_SLOTS]++;
	else
		firsts->firsts[slot % MST_FIRSTS_SLOTS]++;
}

/* Nothing more is expected of questions first asked before this moment. Begin with a call. */
static inline void mst_firsts_tell(struct mst_firsts *firsts, uint64_t until_ns)
{
	uint64_t until = until_ns >> MST_FIRSTS_SHIFT;

	if (firsts->told + MST_FIRSTS_SLOTS < until)
		firsts->told = until - MST_FIRSTS_SLOTS; /* the first call, or a long sleep: each slot once is all */
	for (; firsts->told < until; firsts->told++) {
		uint64_t slot = firsts->told % MST_FIRSTS_SLOTS;

		firsts->told_firsts += firsts->firsts[slot];
		firsts->told_repeats += firsts->repeats[slot];
		firsts->firsts[slot] = firsts->repeats[slot] = 0;
	}
}

static inline uint64_t mst_firsts_told_ns(const struct mst_firsts *firsts)
{
	return firsts->told << MST_FIRSTS_SHIFT;
}

#endif
