/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * captures.h - where answers come in: one capture for each interface that serves targets.
 */
#ifndef MST_ROUND_CAPTURES_H
#define MST_ROUND_CAPTURES_H

#include "rx/rx.h"

#define MST_CAPTURES_MAX 16

/* Opened before the first round, read by the receiver of the one that runs. */
struct mst_captures {
	struct mst_rx *rx[MST_CAPTURES_MAX];
	size_t count;
};

#endif
