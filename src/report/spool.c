/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spool.c - see spool.h: verdicts kept until the scan ends.
 */
#include "report/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/replace.h"
#include "report/sort.h"

#define MEMORY_SIZE (MST_SPOOL_RUN * sizeof(struct mst_result))

int mst_spool_init(struct mst_spool *spool, const char *folder, bool ordered, struct mst_error *err)
{
	*spool = (struct mst_spool){ .fd = -1, .ordered = ordered };
	spool->memory = malloc(MEMORY_SIZE);
	spool->folder = folder ? strdup(folder) : NULL;
	if (spool->memory && (spool->folder || !folder))
		return 0;
	mst_spool_free(spool);
	return mst_fail(err, -ENOMEM, "no memory for the report");
}

/* The folder "" is the current one. */
static int open_unnamed(const char *folder)
{
	char path[PATH_MAX];
	int fd = open(*folder ? folder : ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	if (snprintf(path, sizeof path, "%s%s.muster.XXXXXX", folder, *folder ? "/" : "") >= (int)sizeof path)
		return -ENAMETOOLONG;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	(void)unlink(path);
	return fd;
}

/* In the next folder that allows it. */
static int open_file(struct mst_spool *spool)
{
	const char *temporary = secure_getenv("TMPDIR");
	const char *folders[] = { spool->folder, temporary, "/tmp" };
	int fd = -ENOENT;

	while (spool->tried < sizeof folders / sizeof folders[0] && fd < 0) {
		const char *folder = folders[spool->tried++];

		if (folder)
			fd = open_unnamed(folder);
	}
	return fd;
}

static int write_memory(struct mst_spool *spool)
{
	const char *bytes = (const char *)spool->memory;
	off_t start = (off_t)(spool->in_file * sizeof(struct mst_result));

	for (size_t done = 0; done < MEMORY_SIZE;) {
		ssize_t wrote = pwrite(spool->fd, bytes + done, MEMORY_SIZE - done, start + (off_t)done);

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0 || errno != EINTR)
			return mst_fail(&spool->error, wrote ? -errno : -EIO, "the temporary file of the report: %s",
			                strerror(wrote ? errno : EIO));
	}
	return 0;
}

static bool is_full(int code)
{
	return code == -ENOSPC || code == -EDQUOT;
}

/* To another folder, with all that the file holds: the full disk gets its room back, for the reports. */
static bool move_on(struct mst_spool *spool)
{
	int fd = open_file(spool);

	if (fd >= 0 && mst_replace_content(fd, spool->fd) == 0) {
		(void)close(spool->fd);
		spool->fd = fd;
		return true;
	}
	if (fd >= 0)
		(void)close(fd);
	return false;
}

/* To another folder, or later. */
static bool may_try_again(struct mst_spool *spool, int code, uint64_t *until_ns)
{
	if (is_full(code) && move_on(spool))
		return true;
	if (!mst_stall_waits(spool->stall, until_ns, code, spool->error.text))
		return false;
	mst_stall_sleep();
	return true;
}

static int write_run(struct mst_spool *spool)
{
	int code = write_memory(spool);
	uint64_t until_ns = 0;

	while (code < 0) {
		/* What it took of this run is given back. */
		if (ftruncate(spool->fd, (off_t)(spool->in_file * sizeof(struct mst_result))) < 0 ||
		    !may_try_again(spool, code, &until_ns))
			break;
		code = write_memory(spool);
	}
	mst_stall_ends(spool->stall, until_ns, code);
	return code;
}

/* Empties the full memory into the file. */
static int spill(struct mst_spool *spool)
{
	int code;

	if (spool->ordered)
		mst_sort_results(spool->memory, spool->in_memory);
	if (spool->fd < 0) {
		int fd = open_file(spool);

		if (fd < 0)
			return mst_fail(&spool->error, fd, "no temporary file for the report: %s", strerror(-fd));
		spool->fd = fd;
	}
	code = write_run(spool);
	if (code < 0)
		return code;
	spool->in_file += spool->in_memory;
	spool->in_memory = 0;
	return 0;
}

void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count)
{
	while (count > 0 && spool->code == 0) {
		size_t space = MST_SPOOL_RUN - spool->in_memory;
		size_t now = count < space ? count : space;

		memcpy(spool->memory + spool->in_memory, results, now * sizeof *results);
		spool->in_memory += now;
		results += now;
		count -= now;
		if (spool->in_memory == MST_SPOOL_RUN)
			spool->code = spill(spool);
	}
}

bool mst_spool_read(struct mst_spool *spool, struct mst_result *results, size_t first, size_t count)
{
	char *bytes = (char *)results;
	size_t size = count * sizeof *results;
	off_t start = (off_t)(first * sizeof *results);

	for (size_t done = 0; done < size;) {
		ssize_t got = pread(spool->fd, bytes + done, size - done, start + (off_t)done);

		if (got > 0)
			done += (size_t)got;
		else if (got == 0 || errno != EINTR) {
			spool->code = mst_fail(&spool->error, got ? -errno : -EIO,
			                       "the temporary file of the report: %s", strerror(got ? errno : EIO));
			return false;
		}
	}
	return true;
}

void mst_spool_free(struct mst_spool *spool)
{
	if (spool->memory && spool->fd >= 0)
		(void)close(spool->fd);
	free(spool->memory);
	free(spool->folder);
	*spool = (struct mst_spool){ .fd = -1 };
}
