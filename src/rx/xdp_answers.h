/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xdp_answers.h - the reader of the ring of answers that a program in the kernel fills (xdp_shared.h). For one thread.
 *
 *     places    … read │ written │ written │ taken, not written yet │ free …
 *                      next                                         state->taken
 *
 * An answer is read where it stands; its place is free again when mst_xdp_answers_release has told so.
 */
#ifndef MST_RX_XDP_ANSWERS_H
#define MST_RX_XDP_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/atomic.h"
#include "rx/xdp_shared.h"

struct mst_xdp_answers {
	const struct mst_xdp_answer *places; /* shared with the kernel */
	uint64_t size;                       /* a power of two */
	uint64_t next;                       /* read so far */
	struct mst_xdp_state *state;         /* likewise shared */
};

/* Whether one can be read. */
static inline bool mst_xdp_answers_wait(const struct mst_xdp_answers *answers)
{
	const struct mst_xdp_answer *place = &answers->places[answers->next & (answers->size - 1)];

	return __atomic_load_n(&place->number, __ATOMIC_ACQUIRE) == answers->next + 1;
}

/* How many are about to wait, at least: what comes after them is not to be touched, for a program may write it now. */
static inline uint64_t mst_xdp_answers_taken(const struct mst_xdp_answers *answers)
{
	return __atomic_load_n(&answers->state->taken, __ATOMIC_RELAXED) - answers->next;
}

/* The next one, until it is released; NULL: there is none. */
static inline const struct mst_xdp_answer *mst_xdp_answers_next(struct mst_xdp_answers *answers)
{
	if (!mst_xdp_answers_wait(answers))
		return NULL;
	return &answers->places[answers->next++ & (answers->size - 1)];
}

/* Fetches what stands so many places behind the next one into the cache. */
static inline void mst_xdp_answers_fetch(const struct mst_xdp_answers *answers, uint64_t ahead)
{
	const char *place = (const char *)&answers->places[(answers->next + ahead) & (answers->size - 1)];

	__builtin_prefetch(place);
	__builtin_prefetch(place + 64);
}

/* Those that were read are done with. */
static inline void mst_xdp_answers_release(const struct mst_xdp_answers *answers)
{
	__atomic_store_n(&answers->state->read, answers->next, __ATOMIC_RELEASE);
}

#endif
