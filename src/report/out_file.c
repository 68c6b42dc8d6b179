/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * out_file.c - the file of an output: opening it, giving it its name, removing it. See out.h.
 *
 * A file that exists is never replaced by accident: it is refused at the start, and looked for again when the document
 * gets its name. Devices and pipes are written to directly, and never renamed.
 */
#include "report/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/partial.h"

#define FILE_MODE 0666 /* less the umask */

static int refuse_existing(const char *path, struct mst_error *err)
{
	return mst_fail(err, -EEXIST, "%s exists: choose another name or use --force", path);
}

static int cannot_open(const char *path, int code, struct mst_error *err)
{
	return mst_fail(err, code, "%s: cannot be opened for writing: %s", path, strerror(-code));
}

static int open_as_it_is(struct mst_out *out, struct mst_error *err)
{
	out->fd = open(out->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return out->fd < 0 ? cannot_open(out->path, -errno, err) : 0;
}

static int open_direct(struct mst_out *out, struct mst_error *err)
{
	out->kind = MST_OUT_DIRECT;
	out->fd = open(out->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
	out->created = out->fd >= 0;
	if (out->created)
		return 0;
	if (errno == EEXIST)
		return out->force ? open_as_it_is(out, err) : refuse_existing(out->path, err);
	return cannot_open(out->path, -errno, err);
}

static int open_partial(struct mst_out *out, struct mst_error *err)
{
	out->kind = MST_OUT_PARTIAL;
	out->fd = mst_partial_open(out->path, FILE_MODE, &out->partial_path);
	return out->fd < 0 ? cannot_open(out->path, out->fd, err) : 0;
}

/* A symbolic link counts as its target; one without a target is refused like a file. */
static int open_existing(struct mst_out *out, const struct stat *status, bool partial, struct mst_error *err)
{
	if (S_ISDIR(status->st_mode))
		return mst_fail(err, -EISDIR, "%s is a folder: name a file in it", out->path);
	if (S_ISCHR(status->st_mode) || S_ISFIFO(status->st_mode)) {
		out->kind = MST_OUT_DEVICE;
		return open_as_it_is(out, err);
	}
	if (!S_ISREG(status->st_mode))
		return mst_fail(err, -EINVAL, "%s is neither a file nor a pipe", out->path);
	if (!out->force)
		return refuse_existing(out->path, err);
	return partial ? open_partial(out, err) : open_direct(out, err);
}

static int open_stdout(struct mst_out *out, struct mst_error *err)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	out->kind = MST_OUT_STDOUT;
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
		return mst_fail(err, -EBADF, "standard output is not open for writing");
	out->fd = STDOUT_FILENO;
	return 0;
}

static int open_path(struct mst_out *out, bool partial, struct mst_error *err)
{
	struct stat status;

	if (strcmp(out->path, "-") == 0)
		return open_stdout(out, err);
	if (stat(out->path, &status) == 0)
		return open_existing(out, &status, partial, err);
	if (errno != ENOENT)
		return cannot_open(out->path, -errno, err);
	if (lstat(out->path, &status) == 0 && !out->force)
		return refuse_existing(out->path, err);
	return partial ? open_partial(out, err) : open_direct(out, err);
}

int mst_out_open(struct mst_out *out, const char *path, bool partial, bool force, struct mst_error *err)
{
	int code;

	*out = (struct mst_out){ .kind = MST_OUT_DEVICE, .fd = -1, .force = force, .size = MST_OUT_BUFFER };
	out->path = strdup(path);
	out->buffer = malloc(out->size);
	if (out->path && out->buffer)
		code = open_path(out, partial, err);
	else
		code = mst_fail(err, -ENOMEM, "no memory for an output");
	if (code < 0)
		mst_out_discard(out);
	return code;
}

void mst_out_begin(struct mst_out *out)
{
	if (out->kind == MST_OUT_DIRECT && !out->created && ftruncate(out->fd, 0) < 0)
		mst_out_fail(out, -errno, strerror(errno));
}

static int close_fd(struct mst_out *out)
{
	int fd = out->fd;

	out->fd = -1;
	if (fd < 0 || out->kind == MST_OUT_STDOUT)
		return 0;
	return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

/* If a file of that name has appeared meanwhile, both are kept: a scan may have taken days. */
static void give_name(struct mst_out *out)
{
	int code = 0;
	char *what;

	if (out->force)
		code = rename(out->partial_path, out->path) < 0 ? -errno : 0;
	else
		code = mst_rename_without_replacing(out->partial_path, out->path);
	if (code == 0)
		return;
	mst_partial_keep(&out->partial_path);
	if (asprintf(&what, "%s; the report is in %s", strerror(-code), out->partial_path) < 0)
		what = NULL;
	mst_out_fail(out, code, what ? what : strerror(-code));
	free(what);
}

int mst_out_finish(struct mst_out *out)
{
	int code, lock = -1;

	mst_out_line(out);
	mst_out_flush(out);
	/* A partial file stays locked until it has its name: a second descriptor of the same open
	 * file holds the lock. */
	if (out->kind == MST_OUT_PARTIAL)
		lock = fcntl(out->fd, F_DUPFD_CLOEXEC, 0);
	code = close_fd(out);
	if (code < 0)
		mst_out_fail(out, code, strerror(-code));
	if (out->kind == MST_OUT_PARTIAL && out->code == 0)
		give_name(out);
	else if (out->kind == MST_OUT_PARTIAL)
		(void)unlink(out->partial_path);
	if (lock >= 0)
		close(lock);
	free(out->partial_path);
	out->partial_path = NULL;
	return out->code;
}

void mst_out_discard(struct mst_out *out)
{
	if (out->path && out->fd >= 0) {
		mst_out_flush(out);
		(void)close_fd(out);
		if (out->created && out->written == 0)
			(void)unlink(out->path);
	}
	if (out->partial_path)
		(void)unlink(out->partial_path);
	free(out->partial_path);
	free(out->path);
	free(out->buffer);
	*out = (struct mst_out){ .fd = -1 };
}
