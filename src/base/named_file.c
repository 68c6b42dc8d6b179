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
#include "base/follow.h"
#include "base/partial.h"
#include "base/replace.h"
#include "base/unnamed.h"

#define OTHERS ((mode_t)077)

/* ---- opening ---- */

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

static int open_new(struct mst_named_file *file, mode_t mode, struct mst_error *err)
{
	file->kind = MST_NAMED_DIRECT;
	file->fd = open(file->real, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	file->created = file->fd >= 0;
	if (file->created)
		return 0;
	return errno == EEXIST ? refuse_existing(file->path, err) : cannot_open(file->path, -errno, err);
}

static int open_partial(struct mst_named_file *file, mode_t mode, struct mst_error *err)
{
	file->kind = MST_NAMED_PARTIAL;
	mst_partial_sweep(file->real);
	file->fd = mst_unnamed_open(file->real, mode);
	file->unnamed = file->fd >= 0;
	if (!file->unnamed)
		file->fd = mst_partial_open(file->real, mode, &file->partial_path);
	if (file->fd < 0)
		return cannot_open(file->path, file->fd, err);
	if (file->replaced >= 0)
		file->in_place = !mst_replace_attributes(file->replaced, file->fd,
		                                         mode & OTHERS ? ~(mode_t)0 : ~OTHERS);
	return 0;
}

/* By the path as it was given: the kernel follows the links. */
static int open_old(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 && errno == EACCES)
		fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? -errno : fd;
}

static int open_over(struct mst_named_file *file, bool partial, mode_t mode, struct mst_error *err)
{
	int fd = open_old(file->path), code = fd < 0 ? fd : mst_follow_open(&file->real, file->path, fd);

	if (partial)
		file->replaced = fd;
	else
		file->fd = fd;
	if (code < 0)
		return cannot_open(file->path, code, err);
	file->kind = MST_NAMED_DIRECT;
	return partial ? open_partial(file, mode, err) : 0;
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
	return file->force ? open_over(file, partial, mode, err) : refuse_existing(file->path, err);
}

static int open_path(struct mst_named_file *file, bool partial, mode_t mode, struct mst_error *err)
{
	struct stat status;
	int code;

	if (stat(file->path, &status) == 0)
		return open_existing(file, &status, partial, mode, err);
	if (errno != ENOENT)
		return cannot_open(file->path, -errno, err);
	code = mst_follow(&file->real, file->path);
	if (code < 0)
		return cannot_open(file->path, code, err);
	return partial ? open_partial(file, mode, err) : open_new(file, mode, err);
}

int mst_named_file_open(struct mst_named_file *file, const char *path, bool partial, mode_t mode, bool force,
                        struct mst_error *err)
{
	int code;

	*file = (struct mst_named_file){ .fd = -1, .lock = -1, .replaced = -1, .force = force, .path = strdup(path) };
	code = file->path ? open_path(file, partial, mode, err) : mst_fail(err, -ENOMEM, "no memory for %s", path);
	if (code < 0)
		mst_named_file_free(file);
	return code;
}

/* ---- its name ---- */

int mst_named_file_close(struct mst_named_file *file)
{
	int fd = file->fd;

	file->fd = -1;
	if (fd < 0)
		return 0;
	/* A lock belongs to the open file, not to the descriptor: a second descriptor keeps it. */
	if (file->kind == MST_NAMED_PARTIAL)
		file->lock = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	/* Some file systems report only here that the disk is full. */
	return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

static bool has_no_name(const struct mst_named_file *file)
{
	return file->partial_path || file->unnamed;
}

/* A name for what has none at all: its own, if that is free and wanted, else that of a partial file. */
static int link_unnamed(struct mst_named_file *file, bool own)
{
	int code = own ? mst_unnamed_link(file->lock, file->real) : -EEXIST;

	if (code == -EEXIST)
		code = mst_partial_link(file->lock, file->real, &file->partial_path);
	file->unnamed = code < 0;
	return code;
}

static int take_name(struct mst_named_file *file, bool force)
{
	int code = 0;

	if (file->unnamed)
		code = link_unnamed(file, file->replaced < 0 || !force);
	if (code < 0 || !file->partial_path)
		return code;
	if (force)
		return rename(file->partial_path, file->real) < 0 ? -errno : 0;
	return mst_rename_without_replacing(file->partial_path, file->real);
}

/* The hidden name becomes one that everybody sees. */
static const char *keep_beside(struct mst_named_file *file)
{
	if (file->unnamed && link_unnamed(file, false) < 0)
		return NULL;
	mst_partial_keep(&file->partial_path);
	free(file->real);
	file->real = file->partial_path;
	file->partial_path = NULL;
	return file->real;
}

static void forget_partial(struct mst_named_file *file)
{
	free(file->partial_path);
	file->partial_path = NULL;
}

int mst_named_file_name(struct mst_named_file *file, const char *what, struct mst_error *err)
{
	const char *kept;
	int code;

	if (!has_no_name(file))
		return 0;
	code = file->in_place ? mst_replace_content(file->replaced, file->lock) : take_name(file, file->force);
	if (code == 0) {
		if (file->in_place)
			mst_named_file_drop(file);
		forget_partial(file);
		return 0;
	}
	kept = keep_beside(file);
	return kept ? mst_fail(err, code, "%s; the %s is in %s", strerror(-code), what, kept)
	            : mst_fail(err, code, "%s", strerror(-code));
}

const char *mst_named_file_keep(struct mst_named_file *file)
{
	if (!has_no_name(file))
		return file->path;
	if (take_name(file, false) == 0) {
		forget_partial(file);
		return file->path;
	}
	return keep_beside(file);
}

/* ---- the end ---- */

void mst_named_file_drop(struct mst_named_file *file)
{
	if (file->partial_path)
		(void)unlink(file->partial_path);
	forget_partial(file);
	file->unnamed = false;
}

void mst_named_file_free(struct mst_named_file *file)
{
	const int fds[] = { file->fd, file->lock, file->replaced };

	if (!file->path)
		return;
	mst_named_file_drop(file);
	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
	free(file->path);
	free(file->real);
	*file = (struct mst_named_file){ .fd = -1, .lock = -1, .replaced = -1 };
}
