/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reference_set.h - targets known to answer, which are asked again now and then to measure the network: REFERENCE.
 *
 *     receiver ── a target answered ──► set ──► lane: asks one of them, in a roll of its own ──► answered, or lost
 *
 * Reference probes bring no verdicts: their tickets have another purpose (plan/capacity.h). Each target has one
 * possible place in the set, by a hash, so that its data is found. It stays there for some seconds, because only the
 * same targets, asked again, can show that round trips grow.
 */
#ifndef MST_ROUND_REFERENCE_SET_H
#define MST_ROUND_REFERENCE_SET_H

#include "probe/ticket.h"
#include "track/roll.h"

#define MST_REFERENCES 256
#define MST_REFERENCES_IN_FLIGHT 1024 /* of one lane */

/* The receiver writes, lanes read: one word for each target, so a reader never sees half of it. */
struct mst_reference_set {
	_Atomic uint64_t members[MST_REFERENCES]; /* see mst_reference_set_put; 0: an empty place */
	_Atomic uint32_t count;                   /* places taken */
};

/* The hash of a target: two of a set are equal with a chance of one in 2^48. */
static inline uint64_t mst_reference_key(const struct mst_addr *addr, uint16_t port)
{
	struct mst_entry_key key = mst_entry_key(addr, port, true);

	return mst_mix(key.low ^ mst_mix(key.high ^ mst_mix(key.target + 1)));
}

static inline unsigned mst_reference_place(uint64_t key)
{
	return (unsigned)(key % MST_REFERENCES);
}

/* A target that can be asked again: its position in the order, and the probe that it has answered. */
struct mst_reference {
	uint64_t position; /* below MST_REFERENCE_POSITIONS */
	unsigned probe;    /* below 2^MST_REFERENCE_PROBE_BITS */
};

#define MST_REFERENCE_PROBE_BITS 3
#define MST_REFERENCE_POSITIONS (UINT64_MAX >> MST_REFERENCE_PROBE_BITS) /* more than any scan asks in a lifetime */

/* Receiver: this target stands here from now on. */
static inline void mst_reference_set_put(struct mst_reference_set *set, unsigned place, struct mst_reference reference)
{
	uint64_t word = (reference.position + 1) << MST_REFERENCE_PROBE_BITS | reference.probe;

	if (mst_load(&set->members[place], relaxed) == 0)
		mst_store(&set->count, mst_load(&set->count, relaxed) + 1, relaxed);
	mst_store(&set->members[place], word, relaxed); /* REFERENCE */
}

/* Lane: one of them, by any number; false when there is none. */
static inline bool mst_reference_set_pick(const struct mst_reference_set *set, uint64_t number,
                                          struct mst_reference *reference)
{
	for (unsigned i = 0; i < MST_REFERENCES; i++) {
		uint64_t found = mst_load(&set->members[(number + i) % MST_REFERENCES], relaxed); /* REFERENCE */

		if (found) {
			reference->position = (found >> MST_REFERENCE_PROBE_BITS) - 1;
			reference->probe = (unsigned)(found & ((1u << MST_REFERENCE_PROBE_BITS) - 1));
			return true;
		}
	}
	return false;
}

#endif
