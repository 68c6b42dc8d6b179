/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loop.h - the thread of the conversations: interviews on epoll, as many at once as may be.
 *
 *     ports that were added ─► hosts ─► interviews, each in a slot ─► sink
 *
 * Hand-offs: ADDED (ports, and that no more will come: the lock), STOPPING, COUNTS (relaxed).
 */
#ifndef MST_CONVERSE_LOOP_H
#define MST_CONVERSE_LOOP_H

#include <pthread.h>

#include "base/atomic.h"
#include "converse/interview.h"
#include "converse/ports.h"

/* The end of every interview's stage stands beside that of others: all are looked at many times a second. */
struct mst_slots {
	struct mst_interview **of; /* NULL: free */
	uint64_t *until_ns;        /* UINT64_MAX: free */
	uint32_t *turn;            /* how often it was freed: events of an earlier interview are told by it */
	uint32_t *unused;          /* a stack of the free ones */
	uint32_t count, unused_count;
};

struct mst_converse {
	/* Constant: */
	struct mst_converse_config config;
	int epoll_fd, wake_fd;
	/* Any thread: */
	pthread_mutex_t lock; /* ADDED: of the two that follow */
	struct mst_open_ports added;
	bool all_added;
	_Atomic bool stopping;                                                               /* STOPPING */
	_Atomic uint64_t conversations, verified, unverified, left_alone, named, unfinished; /* COUNTS */
	/* The caller of open, finish and close: */
	pthread_t thread;
	bool running;
	/* The thread of the conversations; code and error are read when it has ended: */
	struct mst_interview_means means;
	struct mst_slots slots;
	int code; /* of the sink */
	struct mst_error error;
};

/* -ENOMEM with a sentence. */
int mst_slots_new(struct mst_slots *slots, unsigned count, struct mst_error *err);
void mst_slots_free(struct mst_slots *slots);

/* The start routine: runs until every port has been handed over and no more will be added, or it is stopped. */
void *mst_loop_run(void *converse);

#endif
