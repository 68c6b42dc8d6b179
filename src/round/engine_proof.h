/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engine_proof.h - whether the frames of an egress are known to leave, and answers to be heard: PROOF. Silence is
 * believed only then.
 *
 *     AWAITED ── a probe is answered, or the first hop answers what the engine sent ──────────────────► PROVEN
 *        ├────── a question runs out, or the device takes no frame ──► the other engine sends ──► AWAITED
 *        ├────── the same, and there is no other engine ──► UNPROVEN: silence is believed, and the summary says so
 *        ├────── the same, and the device dropped what was sent ──► EATEN: silence is not believed
 *        └────── the same, and the kernel has found no address of the gateway ──► UNRESOLVED: likewise
 *
 * An engine that hands its frames to the device as the kernel does (tx.h) is also proven by the answer of the first hop
 * to a question of another socket, or of the kernel. An egress that leads through several interfaces is proven when an
 * answer came through each; till then silence at those that were heard is believed. Pure. The receiver writes, lanes
 * read.
 */
#ifndef MST_ROUND_ENGINE_PROOF_H
#define MST_ROUND_ENGINE_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/atomic.h"

#define MST_SENDERS_MAX 2       /* engines of a lane: the chosen one, and another for when that one fails */
#define MST_PROOF_INTERFACES 16 /* of an egress: not more are captured on */

enum mst_engine_standing {
	MST_ENGINE_PROVEN, /* also where no proof is needed */
	MST_ENGINE_AWAITED,
	MST_ENGINE_UNPROVEN,
	MST_ENGINE_EATEN,
	MST_ENGINE_UNRESOLVED,
};

struct mst_engine_proof {
	_Atomic enum mst_engine_standing standing; /* PROOF */
	_Atomic unsigned engine;                   /* PROOF: the number of the one that sends */
	_Atomic int unproven_at;                   /* PROOF: where silence is believed, an interface of it */
	bool as_kernel[MST_SENDERS_MAX];           /* constant: of each engine, see tx.h */
	bool stuck;                                /* of the receiver: the device took no frame of the first one */
	int interfaces[MST_PROOF_INTERFACES];      /* constant: their indices */
	unsigned interface_count;
	_Atomic uint32_t heard; /* PROOF: bit i: an answer came through interfaces[i] */
};

/* Whether an answer came through the interface of this number. */
static inline bool mst_engine_proof_has_heard(const struct mst_engine_proof *proof, unsigned number)
{
	return mst_load(&proof->heard, acquire) & 1u << number; /* PROOF */
}

/* The first interface through which none came; 0: there is none. */
static inline int mst_engine_proof_unheard(const struct mst_engine_proof *proof)
{
	unsigned i = 0;

	while (i < proof->interface_count && mst_engine_proof_has_heard(proof, i))
		i++;
	return i < proof->interface_count ? proof->interfaces[i] : 0;
}

/* The same by index. */
static inline bool mst_engine_proof_has_heard_at(const struct mst_engine_proof *proof, int ifindex)
{
	bool has = false;

	for (unsigned i = 0; i < proof->interface_count; i++)
		has |= proof->interfaces[i] == ifindex && mst_engine_proof_has_heard(proof, i);
	return has;
}

/* An answer came through this interface: whether one came through each. */
static inline bool mst_engine_proof_hears(struct mst_engine_proof *proof, int ifindex)
{
	uint32_t heard = mst_load(&proof->heard, relaxed);

	for (unsigned i = 0; i < proof->interface_count; i++)
		heard |= proof->interfaces[i] == ifindex ? 1u << i : 0;
	mst_store(&proof->heard, heard, release); /* PROOF */
	return !mst_engine_proof_unheard(proof);
}

static inline enum mst_engine_standing mst_engine_proof_stands(const struct mst_engine_proof *proof)
{
	return mst_load(&proof->standing, acquire); /* PROOF */
}

/* Whether a lane that sends by this engine cannot know yet what silence proves. */
static inline bool mst_engine_proof_is_awaited(const struct mst_engine_proof *proof, unsigned engine)
{
	return mst_engine_proof_stands(proof) == MST_ENGINE_AWAITED ||
	       mst_load(&proof->engine, relaxed) != engine; /* PROOF */
}

/*
 * An answer came, through this interface, to a probe of a lane that sends by the present engine since `since_ns` (0:
 * from the beginning; UINT64_MAX: it does not yet). The probe left at `sent_ns`, or, where that is not known, at 0. One
 * that the first engine sent shows that this one is well, and it sends again, unless the device takes no frame of it.
 * True: it does.
 */
static inline bool mst_engine_proof_answered(struct mst_engine_proof *proof, int ifindex, uint64_t since_ns,
                                             uint64_t sent_ns)
{
	bool earlier = sent_ns < since_ns;

	if (mst_load(&proof->standing, relaxed) == MST_ENGINE_PROVEN || (earlier && (!sent_ns || proof->stuck)) ||
	    !mst_engine_proof_hears(proof, ifindex))
		return false;
	if (earlier)
		mst_store(&proof->engine, 0, release);           /* PROOF */
	mst_store(&proof->standing, MST_ENGINE_PROVEN, release); /* PROOF */
	return earlier;
}

/* The first hop at this interface answered a question; `by_engine`: which no other socket has sent. */
static inline void mst_engine_proof_hop_answered(struct mst_engine_proof *proof, int ifindex, bool by_engine)
{
	unsigned engine = mst_load(&proof->engine, relaxed);

	if (mst_load(&proof->standing, relaxed) == MST_ENGINE_PROVEN)
		return;
	if ((proof->as_kernel[engine] || (by_engine && engine == 0)) && mst_engine_proof_hears(proof, ifindex))
		mst_store(&proof->standing, MST_ENGINE_PROVEN, release); /* PROOF */
}

#define MST_EATEN_SHARE 2 /* the device dropped at least one of so many frames */

/* Of `dropped` frames the engine has noticed `reported`, which are not among those that it sent: how many are lost, if
 * these are half of what was sent; else 0. */
static inline uint64_t mst_engine_proof_eaten(uint64_t dropped, uint64_t reported, uint64_t sent)
{
	uint64_t lost = dropped > reported ? dropped - reported : 0;

	return lost >= sent / MST_EATEN_SHARE ? lost : 0;
}

#endif
