/* SPDX-License-Identifier: BSD-2-Clause */
/* named_file.c - see named_file.h. */
#include "base/named_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/partial.h"

static int refuse_existing(const char *path, struct mst_error *err)
{
	return mst_fail(err, -EEXIST, "%s exists: choose another name or use --force", path);
}

static int cannot_open(const char *path, int code, struct mst_error *err)
{
	return mst_fail(err, code, "%s: cannot be opened for writing: %s", path, strerror(-code));
}

static int open_as_it_is(struct mst_named_file *file, struct mst_error *err)
{
	file->fd = open(file->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return file->fd < 0 ? cannot_open(file->path, -errno, err) : 0;
}

static int open_direct(struct mst_named_file *file, mode_t mode, struct mst_error *err)
{
	file->kind = MST_NAMED_DIRECT;
	file->fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	file->created = file->fd >= 0;
	if (file->created)
		return 0;
	if (errno == EEXIST)
		return file->force ? open_as_it_is(file, err) : refuse_existing(file->path, err);
	return cannot_open(file->path, -errno, err);
}

static int open_partial(struct mst_named_file *file, mode_t mode, struct mst_error *err)
{
	file->kind = MST_NAMED_PARTIAL;
	file->fd = mst_partial_open(file->path, mode, &file->partial_path);
	return file->fd < 0 ? cannot_open(file->path, file->fd, err) : 0;
}

static int open_file(struct mst_named_file *file, bool partial, mode_t mode, struct mst_error *err)
{
	return partial ? open_partial(file, mode, err) : open_direct(file, mode, err);
}

static int open_existing(struct mst_named_file *file, const struct stat *status, bool partial, mode_t mode,
                         struct mst_error *err)
{
	if (S_ISDIR(status->st_mode))
		return mst_fail(err, -EISDIR, "%s is a folder: name a file in it", file->path);
	if (S_ISCHR(status->st_mode) || S_ISFIFO(status->st_mode))
		return open_as_it_is(file, err);
	if (!S_ISREG(status->st_mode))
		return mst_fail(err, -EINVAL, "%s is neither a file nor a pipe", file->path);
	return file->force ? open_file(file, partial, mode, err) : refuse_existing(file->path, err);
}

/* A symbolic link counts as its target; one without a target is refused like a file. */
static int open_path(struct mst_named_file *file, bool partial, mode_t mode, struct mst_error *err)
{
	struct stat status;

	if (stat(file->path, &status) == 0)
		return open_existing(file, &status, partial, mode, err);
	if (errno != ENOENT)
		return cannot_open(file->path, -errno, err);
	if (lstat(file->path, &status) == 0 && !file->force)
		return refuse_existing(file->path, err);
	return open_file(file, partial, mode, err);
}

int mst_named_file_open(struct mst_named_file *file, const char *path, bool partial, mode_t mode, bool force,
                        struct mst_error *err)
{
	int code;

	*file = (struct mst_named_file){ .fd = -1, .lock = -1, .force = force, .path = strdup(path) };
	code = file->path ? open_path(file, partial, mode, err) : mst_fail(err, -ENOMEM, "no memory for %s", path);
	if (code < 0)
		mst_named_file_free(file);
	return code;
}

int mst_named_file_close(struct mst_named_file *file)
{
	int fd = file->fd;

	file->fd = -1;
	if (fd < 0)
		return 0;
	/* The lock belongs to the open file, not to the descriptor: a second descriptor keeps it. */
	if (file->kind == MST_NAMED_PARTIAL)
		file->lock = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	/* Some file systems report only here that the disk is full. */
	return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

int mst_named_file_name(struct mst_named_file *file, const char *what, struct mst_error *err)
{
	int code;

	if (!file->partial_path)
		return 0;
	if (file->force)
		code = rename(file->partial_path, file->path) < 0 ? -errno : 0;
	else
		code = mst_rename_without_replacing(file->partial_path, file->path);
	if (code < 0) {
		mst_partial_keep(&file->partial_path);
		(void)mst_fail(err, code, "%s; the %s is in %s", strerror(-code), what, file->partial_path);
	}
	free(file->partial_path);
	file->partial_path = NULL;
	return code;
}

void mst_named_file_drop(struct mst_named_file *file)
{
	if (file->partial_path)
		(void)unlink(file->partial_path);
	free(file->partial_path);
	file->partial_path = NULL;
}

void mst_named_file_free(struct mst_named_file *file)
{
	if (!file->path)
		return;
	mst_named_file_drop(file);
	if (file->fd >= 0)
		close(file->fd);
	if (file->lock >= 0)
		close(file->lock);
	free(file->path);
	*file = (struct mst_named_file){ .fd = -1, .lock = -1 };
}
