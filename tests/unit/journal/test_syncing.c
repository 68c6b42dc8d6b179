/* SPDX-License-Identifier: BSD-2-Clause */
/* test_syncing.c - the file is synced every five seconds, by a thread that nobody waits for; what fails is told. */
#include "journal/syncing.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

#include "journal/writing.h"
#include "unit/journal/fixture_journal.h"

#define FD 77

static sem_t begins, may_sync, has_synced;
static atomic_int refusal;

static int sync_slowly(int fd)
{
	int code = atomic_load(&refusal);

	cr_expect_eq(fd, FD);
	sem_post(&begins);
	while (sem_wait(&may_sync) < 0)
		;
	sem_post(&has_synced);
	errno = code;
	return code ? -1 : 0;
}

static void wait_for_sync(void)
{
	while (sem_wait(&begins) < 0)
		;
	sem_post(&may_sync);
	while (sem_wait(&has_synced) < 0)
		;
}

static void open_disk(void)
{
	sem_init(&begins, 0, 0);
	sem_init(&may_sync, 0, 0);
	sem_init(&has_synced, 0, 0);
	atomic_store(&refusal, 0);
}

Test(journal_syncing, it_syncs_every_five_seconds_and_nobody_waits)
{
	struct mst_journal_syncing syncing = { 0 };
	int count = -1;

	open_disk();
	cr_expect_eq(mst_journal_syncing_due(&syncing, 100 * SECOND), 0, "it has not begun");
	mst_journal_syncing_begin(&syncing, FD, sync_slowly, 100 * SECOND);
	cr_expect_eq(mst_journal_syncing_due(&syncing, 104 * SECOND), 0);
	cr_expect_not(syncing.running);
	cr_expect_eq(mst_journal_syncing_due(&syncing, 105 * SECOND), 0);
	while (sem_wait(&begins) < 0)
		;
	sem_post(&begins);
	for (uint64_t second = 106; second < 120; second++)
		cr_expect_eq(mst_journal_syncing_due(&syncing, second * SECOND), 0, "the disk is slow");
	wait_for_sync();
	wait_for_sync(); /* what was due meanwhile is one */
	cr_expect_eq(mst_journal_syncing_end(&syncing), 0);
	sem_getvalue(&has_synced, &count);
	cr_expect_eq(count, 0);
	cr_expect_eq(mst_journal_syncing_end(&syncing), 0, "once more");
}

Test(journal_syncing, what_failed_is_told_at_the_end)
{
	struct mst_journal_syncing syncing = { 0 };

	open_disk();
	mst_journal_syncing_begin(&syncing, FD, sync_slowly, 0);
	atomic_store(&refusal, EIO);
	cr_expect_eq(mst_journal_syncing_due(&syncing, 5 * SECOND), 0);
	wait_for_sync();
	cr_expect_eq(mst_journal_syncing_end(&syncing), -EIO);
}

Test(journal_syncing, pipes_have_nothing_to_sync)
{
	struct mst_journal_syncing syncing = { 0 };

	open_disk();
	mst_journal_syncing_begin(&syncing, FD, sync_slowly, 0);
	atomic_store(&refusal, EINVAL);
	cr_expect_eq(mst_journal_syncing_due(&syncing, 5 * SECOND), 0);
	wait_for_sync();
	cr_expect_eq(mst_journal_syncing_end(&syncing), 0);
}

static int fail_at_once(int fd)
{
	(void)fd;
	errno = EIO;
	return -1;
}

Test(journal_syncing, a_run_whose_file_cannot_be_synced_fails)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_journal_means means = fake_means;
	const struct mst_journal_mark mark = { .rate_pps = 1 };
	struct mst_error err = { "" };
	int code = 0;

	means.sync = fail_at_once;
	run_new(run);
	run->journal->file.means = &means;
	run->journal->syncing.sync = fail_at_once;
	for (unsigned i = 0; i < 1000 && code == 0; i++) {
		fake_now_ns += 6 * SECOND;
		code = mst_journal_mark(run->journal, &mark, &err);
		usleep(1000);
	}
	cr_expect_eq(code, -EIO);
	cr_expect(strstr(err.text, "cannot be written: Input/output error"), "%s", err.text);
	run_free(run);
}
