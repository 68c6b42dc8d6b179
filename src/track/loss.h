/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loss.h - when frames may have been lost in this machine, by quarter seconds of the last minute.
 *
 * The receiver notes losses, lanes ask for them: LOSS. A thread that reads the horizon sees all losses
 * noted before it moved.
 */
#ifndef MST_TRACK_LOSS_H
#define MST_TRACK_LOSS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/atomic.h"

#define MST_LOSS_SLOTS 256 /* more than the longest time-out */

struct mst_losses {
	_Atomic bool any;
	_Atomic uint32_t slots[MST_LOSS_SLOTS]; /* number + 1 of the quarter second that was lossy */
};

/* Receiver: frames may have been lost between these moments (ns, monotonic). */
void mst_losses_note(struct mst_losses *losses, uint64_t from_ns, uint64_t until_ns);

/* Any thread: whether frames may have been lost at any time. */
static inline bool mst_losses_are_noted(const struct mst_losses *losses)
{
	return mst_load(&losses->any, relaxed);
}

/* Any thread: whether frames may have been lost between these moments. */
bool mst_losses_between(const struct mst_losses *losses, uint64_t from_ns, uint64_t until_ns);

#endif
