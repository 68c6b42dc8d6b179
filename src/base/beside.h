/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * beside.h - work that mostly waits for the kernel, on a thread of its own beside the caller. Attaching an XDP program,
 * or any change of a packet socket, waits until no CPU uses the old state any more (RCU), some ten milliseconds each:
 * several that do not depend on each other wait at the same time.
 */
#ifndef MST_BASE_BESIDE_H
#define MST_BASE_BESIDE_H

#include <stdbool.h>

#include "base/thread.h"

struct mst_beside {
	pthread_t thread;
	bool started;
};

/* Begins it; where no thread can be had, it is done at once. The argument is the thread's until the end. */
static inline void mst_beside_begin(struct mst_beside *beside, void *(*run)(void *), void *argument)
{
	beside->started = mst_thread_start(&beside->thread, run, argument) == 0;
	if (!beside->started)
		run(argument);
}

/* Waits until it is done; more often than once does nothing. */
static inline void mst_beside_end(struct mst_beside *beside)
{
	if (beside->started)
		pthread_join(beside->thread, NULL);
	beside->started = false;
}

#endif
