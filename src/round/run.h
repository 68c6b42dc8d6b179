/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - what all rounds of a scan share about its end: a wish to stop, trouble, and whether targets can be reached.
 */
#ifndef MST_ROUND_RUN_H
#define MST_ROUND_RUN_H

#include <muster/error.h>
#include <muster/scan.h>
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

/* What changed in the network meanwhile, for people: lines, each with its LF, in their order. */
struct mst_run_notes {
	pthread_mutex_t lock;
	unsigned count;
	size_t used;
	char text[MST_NOTES_TEXT];
};

struct mst_run {
	_Atomic bool stop;                          /* STOP */
	_Atomic uint64_t max_pps;                   /* RATE: from now on, all lanes together; 0: as planned */
	_Atomic unsigned machines;                  /* RATE: that ask the same hosts; 0: this one alone */
	_Atomic enum mst_reachability reachability; /* REACH */
	struct mst_trouble trouble;                 /* TROUBLE */
	struct mst_run_notes notes;                 /* NOTES */
};

/* Zeroed before. */
void mst_run_open(struct mst_run *run);
void mst_run_close(struct mst_run *run);

/* Notes why the run cannot go on, and stops it. Any thread; `error` is copied. */
void mst_run_fail(struct mst_run *run, int code, const struct mst_error *error);

/* Adds a line to the notes; the last that has room says that there are more. Any thread. */
void mst_run_note(struct mst_run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Copies the notes so far; always closed by a NUL. Any thread. */
void mst_run_read_notes(struct mst_run *run, char *text, size_t size);

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
