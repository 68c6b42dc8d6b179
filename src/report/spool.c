/*
 * spool.c - verdicts kept until the end, in memory and then in a file without a name.
 */
#include "report/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fail.h"

/* A power of two of records, so that a full buffer is a whole number of pages, whatever a record is long. */
#define MEMORY_RECORDS ((size_t)65536)
#define MEMORY_SIZE (MEMORY_RECORDS * sizeof(struct mst_result))

int mst_spool_init(struct mst_spool *spool, const char *folder, struct mst_error *err)
{
	*spool = (struct mst_spool){ .fd = -1 };
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

static int open_file(struct mst_spool *spool)
{
	const char *temporary = secure_getenv("TMPDIR");
	const char *folders[] = { spool->folder, temporary, "/tmp" };
	int fd = -ENOENT;

	for (size_t i = 0; i < sizeof folders / sizeof folders[0] && fd < 0; i++) {
		if (folders[i])
			fd = open_unnamed(folders[i]);
	}
	if (fd < 0)
		return mst_fail(&spool->error, fd, "no temporary file for the report: %s", strerror(-fd));
	spool->fd = fd;
	return 0;
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
			return mst_fail(&spool->error, wrote ? -errno : -EIO,
			                "the temporary file of the report: %s",
			                strerror(wrote ? errno : EIO));
	}
	return 0;
}

/* Empties the full memory into the file. */
static int spill(struct mst_spool *spool)
{
	int code = spool->fd < 0 ? open_file(spool) : 0;

	if (code == 0)
		code = write_memory(spool);
	if (code < 0)
		return code;
	spool->in_file += spool->in_memory;
	spool->in_memory = 0;
	return 0;
}

void mst_spool_add(struct mst_spool *spool, const struct mst_result *results, size_t count)
{
	while (count > 0 && spool->code == 0) {
		size_t space = MEMORY_RECORDS - spool->in_memory;
		size_t now = count < space ? count : space;

		memcpy(spool->memory + spool->in_memory, results, now * sizeof *results);
		spool->in_memory += now;
		results += now;
		count -= now;
		if (spool->in_memory == MEMORY_RECORDS)
			spool->code = spill(spool);
	}
}

/* One stretch of addresses: the file in front, the memory behind it. */
static int map_all(struct mst_spool *spool, size_t rows_max)
{
	size_t file_size = spool->in_file * sizeof(struct mst_result);
	char *all = mmap(NULL, rows_max * sizeof(struct mst_result), PROT_READ | PROT_WRITE,
	                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (all == MAP_FAILED)
		return -errno;
	spool->rows = (struct mst_result *)(void *)all;
	spool->rows_max = rows_max;
	if (file_size > 0 &&
	    mmap(all, file_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, spool->fd, 0) == MAP_FAILED)
		return -errno;
	memcpy(all + file_size, spool->memory, spool->in_memory * sizeof(struct mst_result));
	return 0;
}

int mst_spool_gather(struct mst_spool *spool, size_t extra)
{
	int code = map_all(spool, spool->in_file + spool->in_memory + extra + 1);

	if (code == 0)
		spool->count = spool->in_file + spool->in_memory;
	else if (spool->code == 0)
		spool->code = mst_fail(&spool->error, code, "no memory for the report: %s", strerror(-code));
	return code;
}

void mst_spool_rest(const struct mst_spool *spool, size_t first, size_t count)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t end = first + count < spool->in_file ? first + count : spool->in_file;
	size_t from_byte = (first * sizeof *spool->rows + page - 1) / page * page;
	size_t end_byte = end * sizeof *spool->rows / page * page;

	/* The file keeps what was changed: the mapping is shared. */
	if (from_byte < end_byte)
		(void)madvise((char *)spool->rows + from_byte, end_byte - from_byte, MADV_DONTNEED);
}

void mst_spool_free(struct mst_spool *spool)
{
	if (spool->rows)
		(void)munmap(spool->rows, spool->rows_max * sizeof *spool->rows);
	if (spool->memory && spool->fd >= 0)
		(void)close(spool->fd);
	free(spool->memory);
	free(spool->folder);
	*spool = (struct mst_spool){ .fd = -1 };
}
