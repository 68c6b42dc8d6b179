/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syncing.c - a writer asks for a sync over and over, and ends; a sync that fails is told to it once at the latest when
 * it ends, whatever the thread was doing.
 */
#include "journal/syncing.h"

#include <errno.h>
#include <muster/units.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/atomic.h"

#define RUNS 200
#define ASKS 50
#define FD 7
#define LOOKS 100000 /* for a thread that has not begun: ten seconds on a busy machine */

static _Atomic unsigned synced;

static int sync_soon(int fd)
{
	unsigned number = mst_load(&synced, relaxed);

	mst_store(&synced, number + 1, relaxed);
	if (number % 3 == 0)
		usleep(20);
	errno = EIO;
	return fd == FD ? 0 : -1;
}

/* `patient`: until the thread has synced. */
static int run(int fd, uint64_t *now_ns, bool patient)
{
	unsigned before = mst_load(&synced, relaxed);
	struct mst_journal_syncing syncing;
	int failed = 0, ended;

	mst_journal_syncing_begin(&syncing, fd, sync_soon, *now_ns);
	for (unsigned i = 0; i < ASKS; i++) {
		int code = mst_journal_syncing_due(&syncing, *now_ns += 5 * MST_NS_PER_SECOND);

		failed = failed ? failed : code;
	}
	for (unsigned i = 0; patient && i < LOOKS && mst_load(&synced, relaxed) == before; i++)
		usleep(100);
	ended = mst_journal_syncing_end(&syncing);
	return failed ? failed : ended;
}

int main(void)
{
	uint64_t now_ns = MST_NS_PER_SECOND;
	unsigned wrong = 0, told = 0;

	for (unsigned i = 0; i < RUNS; i++)
		wrong += run(FD, &now_ns, i == 0) != 0;
	/* The thread may end before its first sync: then there is nothing to tell. */
	for (unsigned i = 0; i < RUNS; i++) {
		unsigned before = mst_load(&synced, relaxed);
		int code = run(FD + 1, &now_ns, i == 0);

		told += code == -EIO;
		wrong += code != (mst_load(&synced, relaxed) > before ? -EIO : 0);
	}
	printf("%u syncs, %u failures told, %u wrong\n", mst_load(&synced, relaxed), told, wrong);
	return wrong > 0 || told == 0;
}
