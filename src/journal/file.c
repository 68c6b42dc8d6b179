/* SPDX-License-Identifier: BSD-2-Clause */
/* file.c - makes, opens, locks and names the file; see file.h. appending.c writes it. */
#include "journal/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/temporary.h"
#include "base/unnamed.h"

#define MODE 0600
#define LOCK_TRIES 5 /* a reader that looks whether the file is locked has it for a moment */
#define LOCK_AGAIN_NS (20 * MST_NS_PER_MS)

const struct mst_journal_means mst_journal_usual_means = { mst_now_ns, mst_wall_ns, mst_sleep_until_ns, pwritev,
	                                                   fsync };

const char *mst_journal_file_called(const struct mst_journal_file *file)
{
	return file->named ? file->path : "the journal";
}

static int cannot(const char *path, const char *what, int code, struct mst_error *err)
{
	return mst_fail(err, code, "%s: the journal cannot be %s: %s", path, what, strerror(-code));
}

static int lock(int fd)
{
	for (int i = 0;; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return 0; /* no locks on this file system */
		if (i == LOCK_TRIES)
			return -EWOULDBLOCK;
		mst_sleep_until_ns(mst_now_ns() + LOCK_AGAIN_NS);
	}
}

static int take_path(struct mst_journal_file *file, const char *path)
{
	file->path = path ? strdup(path) : NULL;
	return file->path || !path ? 0 : -ENOMEM;
}

/* ---- new ones ---- */

/* Another file's content goes only when nobody writes it. */
static int empty(struct mst_journal_file *file, struct mst_error *err)
{
	struct stat status;

	if (fstat(file->fd, &status) < 0 || !S_ISREG(status.st_mode))
		return mst_fail(err, -EINVAL, "%s: expected a file for the journal, not a folder, device or pipe",
		                file->path);
	if (lock(file->fd) < 0)
		return mst_fail(err, -EWOULDBLOCK, "%s: another process is writing this journal", file->path);
	if (ftruncate(file->fd, 0) < 0 || fchmod(file->fd, MODE) < 0)
		return cannot(file->path, "overwritten", -errno, err);
	file->made = true;
	return 0;
}

int mst_journal_file_create(struct mst_journal_file *file, const char *path, bool force, struct mst_error *err)
{
	int code = take_path(file, path);

	if (code < 0)
		return mst_fail(err, code, "no memory for %s", path);
	file->named = true;
	file->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (force ? 0 : O_EXCL), MODE);
	if (file->fd < 0 && errno == EEXIST)
		return mst_fail(err, -EEXIST, "%s exists: choose another name or use --force", path);
	if (file->fd < 0)
		return cannot(path, "created", -errno, err);
	return empty(file, err);
}

int mst_journal_file_create_unnamed(struct mst_journal_file *file, const char *folder, const char *path,
                                    struct mst_error *err)
{
	int code = take_path(file, path);

	if (code < 0)
		return mst_fail(err, code, "no memory for a journal");
	if (path) {
		file->fd = mst_unnamed_open(path, MODE);
		if (file->fd < 0)
			return mst_journal_file_create(file, path, false, err);
	} else {
		file->fd = folder ? mst_temporary_open(folder) : mst_temporary_open_anywhere();
		if (file->fd < 0)
			return mst_fail(err, file->fd, "no temporary file for the verdicts: %s", strerror(-file->fd));
	}
	(void)lock(file->fd);
	return 0;
}

int mst_journal_file_name(struct mst_journal_file *file)
{
	int code;

	if (file->named || !file->path)
		return 0;
	code = mst_unnamed_link(file->fd, file->path);
	file->named = code == 0;
	return code;
}

/* ---- old ones ---- */

int mst_journal_file_open(struct mst_journal_file *file, const char *path, bool write, struct mst_error *err)
{
	struct stat status;
	int code = take_path(file, path);

	if (code < 0)
		return mst_fail(err, code, "no memory for %s", path);
	file->named = true;
	file->fd = open(path, (write ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (file->fd < 0)
		return cannot(path, "opened", -errno, err);
	if (fstat(file->fd, &status) < 0 || !S_ISREG(status.st_mode))
		return mst_fail(err, -EBADMSG, "%s is no journal of muster: expected a file", path);
	return write ? lock(file->fd) : 0;
}

bool mst_journal_file_is_locked(const struct mst_journal_file *file)
{
	if (flock(file->fd, LOCK_SH | LOCK_NB) == 0) {
		(void)flock(file->fd, LOCK_UN);
		return false;
	}
	return errno == EWOULDBLOCK;
}

void mst_journal_file_close(struct mst_journal_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
	free(file->path);
	file->path = NULL;
}
