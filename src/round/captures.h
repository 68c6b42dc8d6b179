/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * captures.h - where answers come in: one capture for each interface that serves targets, and one for all others,
 * because routing is often asymmetric.
 */
#ifndef MST_ROUND_CAPTURES_H
#define MST_ROUND_CAPTURES_H

#include "rx/rx.h"

#define MST_CAPTURES_OWN 16 /* at most so many for an interface each */
#define MST_CAPTURES_MAX (MST_CAPTURES_OWN + 2)

/* Opened before the first round, read by the receiver of the one that runs. */
struct mst_captures {
	struct mst_rx *rx[MST_CAPTURES_MAX];
	size_t count;
	size_t own; /* the first of them, for an interface each; those behind them may fail without consequence */
	struct mst_rx *sockets; /* one of those, for when nothing is heard: see rx/sockets.h; NULL: there is none */
};

/* Waits until one of them has frames, at most so many milliseconds. */
void mst_captures_await(const struct mst_captures *captures, int most_ms);

#endif
