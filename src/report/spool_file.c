/* SPDX-License-Identifier: BSD-2-Clause */
/* spool_file.c - see spool_file.h. */
#include "report/spool_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file_at.h"
#include "base/replace.h"
#include "base/temporary.h"

void mst_spool_file_init(struct mst_spool_file *file, const char *folder)
{
	*file = (struct mst_spool_file){ .fd = -1, .folder = folder };
}

/* In the next folder that allows it. */
static int open_file(struct mst_spool_file *file)
{
	const char *temporary = secure_getenv("TMPDIR");
	const char *folders[] = { file->folder, temporary, "/tmp" };
	int fd = -ENOENT;

	while (file->tried < sizeof folders / sizeof folders[0] && fd < 0) {
		const char *folder = folders[file->tried++];

		if (folder)
			fd = mst_temporary_open(folder);
	}
	return fd;
}

static int fail(int code, struct mst_error *err)
{
	return mst_fail(err, code, "the temporary file of the report: %s", strerror(-code));
}

static int write_all(const struct mst_spool_file *file, const char *bytes, size_t size, struct mst_error *err)
{
	int code = mst_file_write_at(file->fd, bytes, size, file->size);

	return code < 0 ? fail(code, err) : 0;
}

static bool is_full(int code)
{
	return code == -ENOSPC || code == -EDQUOT;
}

/* To another folder, with all that the file holds: the full disk gets its room back, for the reports. */
static bool move_on(struct mst_spool_file *file)
{
	int fd = open_file(file);

	if (fd >= 0 && mst_replace_content(fd, file->fd) == 0) {
		(void)close(file->fd);
		file->fd = fd;
		return true;
	}
	if (fd >= 0)
		(void)close(fd);
	return false;
}

/* To another folder, or later. */
static bool may_try_again(struct mst_spool_file *file, const struct mst_stall *stall, int code, uint64_t *until_ns,
                          const char *why)
{
	if (is_full(code) && move_on(file))
		return true;
	if (!mst_stall_waits(stall, until_ns, code, why))
		return false;
	mst_stall_sleep();
	return true;
}

int mst_spool_file_append(struct mst_spool_file *file, const struct mst_stall *stall, const void *bytes, size_t size,
                          struct mst_error *err)
{
	uint64_t until_ns = 0;
	int code;

	if (file->fd < 0) {
		int fd = open_file(file);

		if (fd < 0)
			return mst_fail(err, fd, "no temporary file for the report: %s", strerror(-fd));
		file->fd = fd;
	}
	code = write_all(file, bytes, size, err);
	while (code < 0) {
		/* What it took of these bytes is given back. */
		if (ftruncate(file->fd, (off_t)file->size) < 0 ||
		    !may_try_again(file, stall, code, &until_ns, err->text))
			break;
		code = write_all(file, bytes, size, err);
	}
	mst_stall_ends(stall, until_ns, code);
	if (code == 0)
		file->size += size;
	return code;
}

int mst_spool_file_read(const struct mst_spool_file *file, void *bytes, size_t size, uint64_t at, struct mst_error *err)
{
	ssize_t got = mst_file_read_at(file->fd, bytes, size, at);

	return got == (ssize_t)size ? 0 : fail(got < 0 ? (int)got : -EIO, err);
}

void mst_spool_file_close(struct mst_spool_file *file)
{
	if (file->fd >= 0)
		(void)close(file->fd);
	file->fd = -1;
}
