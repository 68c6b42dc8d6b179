/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - what all rounds of a scan share about its end: a wish to stop, trouble, and whether targets can be reached.
 */
#ifndef MST_ROUND_RUN_H
#define MST_ROUND_RUN_H

#include <muster/error.h>
#include <pthread.h>
#include <stdbool.h>

#include "base/atomic.h"

enum mst_reachability {
	MST_REACHABLE,
	MST_REACHABLE_LATER, /* an interface is down, or a route is gone: lanes wait */
	MST_REACHABLE_NEVER, /* the routes do not come back: frames without one are refused */
};

/* Why a run ends badly; the first to come is kept. */
struct mst_trouble {
	pthread_mutex_t lock;
	_Atomic int code; /* 0: none */
	struct mst_error error;
};

struct mst_run {
	_Atomic bool stop;                          /* STOP */
	_Atomic enum mst_reachability reachability; /* REACH */
	struct mst_trouble trouble;                 /* TROUBLE */
};

/* Zeroed before. */
void mst_run_open(struct mst_run *run);
void mst_run_close(struct mst_run *run);

/* Notes why the run cannot go on, and stops it. Any thread; `error` is copied. */
void mst_run_fail(struct mst_run *run, int code, const struct mst_error *error);

static inline bool mst_run_stopped(const struct mst_run *run)
{
	return mst_load(&run->stop, relaxed); /* STOP */
}

/* Whether it has failed. */
static inline bool mst_run_failed(const struct mst_run *run)
{
	return mst_load(&run->trouble.code, relaxed) != 0; /* TROUBLE */
}

#endif
