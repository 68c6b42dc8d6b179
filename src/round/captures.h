/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * captures.h - where answers come in: one capture for each interface that serves targets, and one for all others,
 * because routing is often asymmetric.
 */
#ifndef MST_ROUND_CAPTURES_H
#define MST_ROUND_CAPTURES_H

#include "base/beside.h"
#include "rx/rx.h"

#define MST_CAPTURES_OWN 16 /* at most so many for an interface each */
#define MST_CAPTURES_MAX (MST_CAPTURES_OWN + 2)

/* Opened before the first round, read by the receiver of the one that runs. */
struct mst_captures {
	struct mst_rx *rx[MST_CAPTURES_MAX];
	size_t count;
	size_t own; /* the first of them, for an interface each; those behind them may fail without consequence */
	struct mst_beside leaving[MST_CAPTURES_MAX], spares[MST_CAPTURES_MAX]; /* see scan/listening.h */
	struct mst_rx *sockets; /* one of those, for when nothing is heard: see rx/sockets.h; NULL: there is none */
};

/*
 * Up to when all frames of this capture have been read, after a dispatch at `now_ns` that found nothing. Those of other
 * interfaces, where few answers come, do not keep the horizon back while nothing came there.
 */
uint64_t mst_captures_read_until_ns(const struct mst_captures *captures, size_t at, uint64_t now_ns);

/* Waits until one of them has frames, at most so many milliseconds. */
void mst_captures_await(const struct mst_captures *captures, int most_ms);

#endif
