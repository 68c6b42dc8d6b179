/* SPDX-License-Identifier: BSD-2-Clause */
/* output.c - see output.h. */
#include "record/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/partial.h"

#define FILE_MODE 0600 /* with the key of the tickets in hand, answers can be forged */

static int cannot_open(const char *path, int code, struct mst_error *err)
{
	return mst_fail(err, code, "%s: cannot be opened for writing: %s", path, strerror(-code));
}

static int open_partial(struct mst_record_output *output, struct mst_error *err)
{
	output->fd = mst_partial_open(output->path, FILE_MODE, &output->partial_path);
	return output->fd < 0 ? cannot_open(output->path, output->fd, err) : 0;
}

static int open_as_it_is(struct mst_record_output *output, struct mst_error *err)
{
	output->fd = open(output->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return output->fd < 0 ? cannot_open(output->path, -errno, err) : 0;
}

static int open_path(struct mst_record_output *output, struct mst_error *err)
{
	struct stat status;

	if (strcmp(output->path, "-") == 0)
		return mst_fail(err, -EINVAL, "a recording cannot go to standard output: expected the name of a file");
	if (lstat(output->path, &status) < 0)
		return errno == ENOENT ? open_partial(output, err) : cannot_open(output->path, -errno, err);
	/* A link counts as what it leads to; one that leads nowhere is in the way like a file. */
	if (S_ISLNK(status.st_mode))
		(void)stat(output->path, &status);
	if (S_ISDIR(status.st_mode))
		return mst_fail(err, -EISDIR, "%s is a folder: name a file in it", output->path);
	if (S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode))
		return open_as_it_is(output, err);
	if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
		return mst_fail(err, -EINVAL, "%s is neither a file nor a pipe", output->path);
	if (!output->force)
		return mst_fail(err, -EEXIST, "%s exists: choose another name or use --force", output->path);
	return open_partial(output, err);
}

int mst_record_output_open(struct mst_record_output *output, const char *path, bool force, struct mst_error *err)
{
	int code;

	*output = (struct mst_record_output){ .fd = -1, .force = force, .path = strdup(path) };
	code = output->path ? open_path(output, err) : mst_fail(err, -ENOMEM, "no memory for a recording");
	if (code < 0)
		mst_record_output_discard(output);
	return code;
}

/* A file that came meanwhile stays, and so does the recording: a scan may have taken days. */
static int give_name(struct mst_record_output *output, struct mst_error *err)
{
	int code;

	if (output->force)
		code = rename(output->partial_path, output->path) < 0 ? -errno : 0;
	else
		code = mst_rename_without_replacing(output->partial_path, output->path);
	if (code == 0)
		return 0;
	mst_partial_keep(&output->partial_path);
	return mst_fail(err, code, "%s: %s; the recording is in %s", output->path, strerror(-code),
	                output->partial_path);
}

static void release(struct mst_record_output *output)
{
	free(output->partial_path);
	free(output->path);
	*output = (struct mst_record_output){ .fd = -1 };
}

int mst_record_output_finish(struct mst_record_output *output, struct mst_error *err)
{
	/* It stays locked until it has its name: the lock is the open file's, not the descriptor's. */
	int lock = output->partial_path ? fcntl(output->fd, F_DUPFD_CLOEXEC, 0) : -1;
	int code = 0, named = 0;

	/* Some file systems say only here that the disk is full. */
	if (close(output->fd) < 0 && errno != EINTR)
		code = mst_fail(err, -errno, "cannot write %s: %s", output->path, strerror(errno));
	if (output->partial_path)
		named = give_name(output, code < 0 ? NULL : err);
	if (lock >= 0)
		close(lock);
	release(output);
	return code < 0 ? code : named;
}

void mst_record_output_discard(struct mst_record_output *output)
{
	if (output->partial_path)
		(void)unlink(output->partial_path);
	if (output->fd >= 0)
		close(output->fd);
	release(output);
}
