/*
 * canary.h - targets known to answer, asked again now and then to feel the network: CANARY.
 *
 *     receiver ── who answered ──► flock ──► lane: asks one of them, in a roll of its own ──► answered, or lost
 *
 * Canaries have no verdicts: their entries are told from targets' by the ticket, which names a lane past the last.
 * A target has one place where it may stand, so that what is known of it is found by it; there it stays for some seconds:
 * only the same targets, asked again, can tell that round trips grow.
 */
#ifndef MST_SCAN_CANARY_H
#define MST_SCAN_CANARY_H

#include "probe/ticket.h"
#include "track/roll.h"

#define MST_FLOCK 256
#define MST_CANARIES_MAX 1024 /* in flight, of one lane */

/* The receiver writes, lanes read: one word a target, so none is ever half new. */
struct mst_flock {
	_Atomic uint64_t members[MST_FLOCK]; /* see mst_flock_put; 0: an empty place */
	_Atomic uint32_t count;                /* places taken */
};

/* What a target is known by here: the chance that two of a flock share it is one in 2^48. */
static inline uint64_t mst_flock_key(const struct mst_addr *addr, uint16_t port)
{
	struct mst_entry_key key = mst_entry_key(addr, port, true);

	return mst_mix(key.low ^ mst_mix(key.high ^ mst_mix(key.target + 1)));
}

static inline unsigned mst_flock_place(uint64_t key)
{
	return (unsigned)(key % MST_FLOCK);
}

/* A target that can be asked again: its position in the order, and the probe that it has answered. */
struct mst_member {
	uint64_t position; /* below MST_MEMBER_POSITIONS */
	unsigned probe;    /* below 2^MST_MEMBER_PROBE_BITS */
};

#define MST_MEMBER_PROBE_BITS 3
#define MST_MEMBER_POSITIONS (UINT64_MAX >> MST_MEMBER_PROBE_BITS) /* more than any scan asks in a lifetime */

/* Receiver: this target stands here from now on. */
static inline void mst_flock_put(struct mst_flock *flock, unsigned place, struct mst_member member)
{
	uint64_t word = (member.position + 1) << MST_MEMBER_PROBE_BITS | member.probe;

	if (mst_load(&flock->members[place], relaxed) == 0)
		mst_store(&flock->count, mst_load(&flock->count, relaxed) + 1, relaxed);
	mst_store(&flock->members[place], word, relaxed); /* CANARY */
}

/* Lane: one of them, by any number; false when there is none. */
static inline bool mst_flock_pick(const struct mst_flock *flock, uint64_t number, struct mst_member *member)
{
	for (unsigned i = 0; i < MST_FLOCK; i++) {
		uint64_t found = mst_load(&flock->members[(number + i) % MST_FLOCK], relaxed); /* CANARY */

		if (found) {
			member->position = (found >> MST_MEMBER_PROBE_BITS) - 1;
			member->probe = (unsigned)(found & ((1u << MST_MEMBER_PROBE_BITS) - 1));
			return true;
		}
	}
	return false;
}

#endif
