/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slips.h - when a lane lost the CPU while frames that had their stamps were leaving: SLIP. On a busy machine that
 * takes milliseconds, and hosts next door look far.
 *
 *     stamp   lost the CPU     left   answer
 *       ├───────────────────────┤├───────┤
 *     from                     until     │
 *       └────────── round trip ──────────┘   at least as long as from `until` on
 */
#ifndef MST_ROUND_SLIPS_H
#define MST_ROUND_SLIPS_H

#include "base/atomic.h"
#include "track/entry.h"

#define MST_SLIPS 16
#define MST_SLIP_LEAST_NS UINT64_C(2000000) /* a burst is filled and offered in half the time */

struct mst_slips {
	_Atomic uint64_t calling_ns;    /* SLIP: frames stamped since then are being offered; 0: none are */
	_Atomic uint64_t of[MST_SLIPS]; /* SLIP: the latest: from and until, ticks; 0: none */
	uint32_t next;                  /* the lane's */
};

/* Lane: offers frames that were stamped at this moment or later. */
static inline void mst_slips_begin(struct mst_slips *slips, uint64_t from_ns)
{
	mst_store(&slips->calling_ns, from_ns, release);
}

/* Lane: has offered them. */
static inline void mst_slips_end(struct mst_slips *slips, uint64_t until_ns)
{
	uint64_t from_ns = mst_load(&slips->calling_ns, relaxed);

	if (until_ns - from_ns >= MST_SLIP_LEAST_NS)
		mst_store(&slips->of[slips->next++ % MST_SLIPS],
		          (uint64_t)mst_ticks(from_ns) << 32 | mst_ticks(until_ns), relaxed);
	mst_store(&slips->calling_ns, 0, release);
}

/* Receiver: how long, at least, the round trip took of a frame that was stamped then. */
static inline uint64_t mst_slips_least_ns(const struct mst_slips *slips, uint64_t sent_ns, uint64_t rtt_ns)
{
	uint64_t calling_ns = mst_load(&slips->calling_ns, acquire), late_ns;
	uint32_t sent = mst_ticks(sent_ns), late = 0;

	if (calling_ns && sent_ns >= calling_ns)
		return 0;
	for (unsigned i = 0; i < MST_SLIPS; i++) {
		uint64_t slip = mst_load(&slips->of[i], relaxed);
		uint32_t from = (uint32_t)(slip >> 32), until = (uint32_t)slip;

		if (slip && sent - from <= until - from && until - sent > late)
			late = until - sent;
	}
	late_ns = (uint64_t)late << MST_TICK_SHIFT;
	return rtt_ns > late_ns ? rtt_ns - late_ns : 0;
}

#endif
