/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syncing.h - a thread that brings the file of a journal to the disk every few seconds, so that a power cut costs no
 * more than what these brought. To wait for the disk would cost the scan its pace.
 *
 *     writer   due, due … due, end          the thread   fsync … fsync
 *
 * SYNC: `wanted` and `failed`, under the lock.
 */
#ifndef MST_JOURNAL_SYNCING_H
#define MST_JOURNAL_SYNCING_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Zero-initialised nothing is synced. */
struct mst_journal_syncing {
	int (*sync)(int fd); /* fsync: the first one brings the name of the file along */
	int fd;
	uint64_t last_ns; /* monotonic */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool running, wanted, ending; /* SYNC */
	int failed;                   /* SYNC: 0, or -errno of the first one that failed */
};

/* Syncs the file from now on. */
void mst_journal_syncing_begin(struct mst_journal_syncing *syncing, int fd, int (*sync)(int fd), uint64_t now_ns);

/* Something was written: asks the thread to sync when the last time is five seconds ago. Does not wait, unless there is
 * no thread. 0, or -errno of a sync that failed: what was written before it may be lost. */
int mst_journal_syncing_due(struct mst_journal_syncing *syncing, uint64_t now_ns);

/* Waits for the thread to end. Likewise. Accepts one that never began. */
int mst_journal_syncing_end(struct mst_journal_syncing *syncing);

#endif
