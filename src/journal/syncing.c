/* SPDX-License-Identifier: BSD-2-Clause */
/* syncing.c - see syncing.h. */
#include "journal/syncing.h"

#include <errno.h>
#include <muster/units.h>

#include "base/thread.h"

#define EVERY_NS (5 * MST_NS_PER_SECOND)

void mst_journal_syncing_begin(struct mst_journal_syncing *syncing, int fd, int (*sync)(int fd), uint64_t now_ns)
{
	*syncing = (struct mst_journal_syncing){ .sync = sync, .fd = fd, .last_ns = now_ns };
}

static int sync_once(const struct mst_journal_syncing *syncing)
{
	int code;

	do
		code = syncing->sync(syncing->fd) < 0 ? -errno : 0;
	while (code == -EINTR);
	/* A file system may have nothing to sync. */
	return code == -EINVAL || code == -ENOSYS ? 0 : code;
}

static void *sync_all(void *argument)
{
	struct mst_journal_syncing *syncing = argument;
	int code;

	pthread_mutex_lock(&syncing->lock);
	while (!syncing->ending) {
		if (!syncing->wanted) {
			pthread_cond_wait(&syncing->wake, &syncing->lock);
			continue;
		}
		syncing->wanted = false;
		pthread_mutex_unlock(&syncing->lock);
		code = sync_once(syncing);
		pthread_mutex_lock(&syncing->lock);
		if (!syncing->failed)
			syncing->failed = code; /* SYNC */
	}
	pthread_mutex_unlock(&syncing->lock);
	return NULL;
}

/* False: no thread. */
static bool start(struct mst_journal_syncing *syncing)
{
	pthread_mutex_init(&syncing->lock, NULL);
	pthread_cond_init(&syncing->wake, NULL);
	syncing->wanted = true; /* SYNC */
	syncing->running = mst_thread_start(&syncing->thread, sync_all, syncing) == 0;
	return syncing->running;
}

int mst_journal_syncing_due(struct mst_journal_syncing *syncing, uint64_t now_ns)
{
	int failed;

	if (!syncing->sync || now_ns - syncing->last_ns < EVERY_NS)
		return 0;
	syncing->last_ns = now_ns;
	if (!syncing->running)
		return start(syncing) ? 0 : sync_once(syncing);
	pthread_mutex_lock(&syncing->lock);
	failed = syncing->failed;
	syncing->wanted = true; /* SYNC */
	pthread_cond_signal(&syncing->wake);
	pthread_mutex_unlock(&syncing->lock);
	return failed;
}

int mst_journal_syncing_end(struct mst_journal_syncing *syncing)
{
	if (!syncing->running)
		return 0;
	pthread_mutex_lock(&syncing->lock);
	syncing->ending = true; /* SYNC */
	pthread_cond_signal(&syncing->wake);
	pthread_mutex_unlock(&syncing->lock);
	pthread_join(syncing->thread, NULL);
	pthread_cond_destroy(&syncing->wake);
	pthread_mutex_destroy(&syncing->lock);
	syncing->running = false;
	return syncing->failed;
}
