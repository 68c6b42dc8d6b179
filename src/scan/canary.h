/*
 * canary.h - targets known to answer, asked again now and then to feel the network: CANARY.
 *
 *     receiver ── who answered ──► flock ──► lane: asks one of them, in a roll of its own ──► answered, or lost
 *
 * Canaries have no verdicts: their entries are told from targets' by the ticket, which names a lane past the last.
 */
#ifndef MST_SCAN_CANARY_H
#define MST_SCAN_CANARY_H

#include "track/roll.h"

#define MST_FLOCK 256
#define MST_CANARIES_MAX 1024 /* in flight, of one lane */

/* Of late answers. The receiver writes, lanes read: one word a target, so none is ever half new. */
struct mst_flock {
	_Atomic uint64_t targets[MST_FLOCK]; /* as mst_entry_key makes them */
	_Atomic uint32_t count;              /* ever */
};

/* Receiver: this target has just answered for itself. */
static inline void mst_flock_add(struct mst_flock *flock, const struct mst_addr *addr, uint16_t port)
{
	uint32_t count = mst_load(&flock->count, relaxed);

	mst_store(&flock->targets[count % MST_FLOCK], mst_entry_key(addr, port), relaxed);
	mst_store(&flock->count, count + 1 ? count + 1 : MST_FLOCK, release); /* CANARY */
}

/* Lane: one of them, by any number; false when there is none. */
static inline bool mst_flock_pick(const struct mst_flock *flock, uint64_t number, struct mst_addr *addr, uint16_t *port)
{
	uint32_t count = mst_load(&flock->count, acquire); /* CANARY */
	uint64_t target;

	if (count == 0)
		return false;
	target = mst_load(&flock->targets[number % (count < MST_FLOCK ? count : MST_FLOCK)], relaxed);
	*addr = mst_key_addr(target);
	*port = mst_key_port(target);
	return true;
}

#endif
