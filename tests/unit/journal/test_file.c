/* SPDX-License-Identifier: BSD-2-Clause */
/* test_file.c - a full disk, and records that are written whole or not at all. */
#include "journal/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/format.h"
#include "unit/journal/fixture_journal.h"

/* A disk with so much room, that gets more when the clock says so. */
static uint64_t room, more_at_ns;
static int refusal = ENOSPC;

static ssize_t write_to_disk(int fd, const struct iovec *parts, int count, off_t at)
{
	uint64_t here = more_at_ns && fake_now_ns >= more_at_ns ? UINT64_MAX : room;
	ssize_t done = 0;

	for (int i = 0; i < count; i++) {
		size_t length = (uint64_t)at + parts[i].iov_len > here ? (uint64_t)at < here ? here - (uint64_t)at : 0
		                                                       : parts[i].iov_len;

		if (length > 0)
			done += pwrite(fd, parts[i].iov_base, length, at);
		at += (off_t)length;
		if (length < parts[i].iov_len)
			break;
	}
	if (done > 0)
		return done;
	errno = refusal;
	return -1;
}

static struct mst_journal_means small_disk;
static char path[64];

static void open_small(struct mst_journal_file *file, uint64_t bytes, uint64_t max_stall_ns)
{
	small_disk = fake_means;
	small_disk.write = write_to_disk;
	snprintf(path, sizeof path, "/tmp/mst-journal-file-%d", getpid());
	unlink(path);
	*file = (struct mst_journal_file){ .means = &small_disk, .fd = -1, .max_stall_ns = max_stall_ns };
	room = bytes;
	more_at_ns = 0;
	refusal = ENOSPC;
	cr_assert_eq(mst_journal_file_create(file, path, false, NULL), 0);
}

static void close_small(struct mst_journal_file *file)
{
	mst_journal_file_close(file);
	unlink(path);
}

static off_t size_of(const struct mst_journal_file *file)
{
	struct stat status;

	cr_assert_eq(fstat(file->fd, &status), 0);
	return status.st_size;
}

static uint8_t hundred[100];
static const struct mst_bytes payload = { .bytes = hundred, .count = sizeof hundred };

Test(journal_file, waits_for_room_and_then_the_record_is_whole)
{
	struct mst_journal_file file;
	uint64_t start = fake_now_ns;

	open_small(&file, 150, 60 * SECOND);
	cr_assert_eq(mst_journal_file_append(&file, MST_RECORD_MARK, &payload, NULL), 0);
	more_at_ns = start + 5 * SECOND;
	cr_assert_eq(mst_journal_file_append(&file, MST_RECORD_MARK, &payload, NULL), 0);
	cr_expect_eq(fake_now_ns, start + 5 * SECOND);
	cr_expect_eq(size_of(&file), 224);
	cr_expect_eq(file.end, 224);
	cr_expect_not(file.stalled);
	close_small(&file);
}

Test(journal_file, gives_up_after_the_longest_stall_and_leaves_no_part_of_a_record)
{
	struct mst_journal_file file;
	struct mst_error err = { "" };
	uint64_t start = fake_now_ns;

	open_small(&file, 150, 60 * SECOND);
	cr_assert_eq(mst_journal_file_append(&file, MST_RECORD_MARK, &payload, NULL), 0);
	cr_assert_eq(mst_journal_file_append(&file, MST_RECORD_MARK, &payload, &err), -ENOSPC);
	cr_expect_eq(fake_now_ns, start + 60 * SECOND);
	cr_expect_eq(size_of(&file), 112);
	cr_expect(strstr(err.text, path) && strstr(err.text, "No space left on device"), "%s", err.text);
	close_small(&file);
}

Test(journal_file, does_not_wait_for_what_no_waiting_mends)
{
	static const int errors[] = { EFBIG, EIO };

	for (size_t i = 0; i < 2; i++) {
		struct mst_journal_file file;
		uint64_t start = fake_now_ns;

		open_small(&file, 50, 60 * SECOND);
		refusal = errors[i];
		cr_expect_eq(mst_journal_file_append(&file, MST_RECORD_MARK, &payload, NULL), -errors[i]);
		cr_expect_eq(fake_now_ns, start);
		cr_expect_eq(size_of(&file), 0);
		close_small(&file);
	}
}

Test(journal_file, does_not_wait_for_a_user_who_is_in_a_hurry)
{
	struct mst_journal_file file;

	open_small(&file, 50, 60 * SECOND);
	file.hurried = true;
	refusal = EDQUOT;
	cr_expect_eq(mst_journal_file_append(&file, MST_RECORD_MARK, &payload, NULL), -EDQUOT);
	close_small(&file);
}

Test(journal_file, a_full_disk_fails_a_run_with_a_sentence_that_stays)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_journal_mark mark = { 0 };
	struct mst_error err = { "" };
	struct mst_result result;

	run_new(run);
	run_verdicts(run, 0, 0, 50, 0);
	run_mark(run);
	small_disk = fake_means;
	small_disk.write = write_to_disk;
	run->journal->file.means = &small_disk;
	room = run->journal->file.end + 10;
	cr_expect_eq(mst_journal_mark(run->journal, &mark, &err), -ENOSPC);
	result = run->verdicts[0][3];
	cr_expect_eq(mst_journal_add(run->journal, 0, &result, 1, false, &err), -ENOSPC);
	cr_expect(strstr(err.text, run->path), "%s", err.text);
	check_file(run, false);
	run_free(run);
}
