/* SPDX-License-Identifier: BSD-2-Clause */
/* file_end.c - see file_end.h. */
#include "base/file_end.h"

#include <sys/stat.h>
#include <unistd.h>

bool mst_file_ends_here(int fd, off_t *at)
{
	struct stat status;

	*at = lseek(fd, 0, SEEK_CUR);
	return *at >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == *at;
}

bool mst_file_shorten(int fd, size_t bytes)
{
	off_t at;

	if (!mst_file_ends_here(fd, &at) || at < (off_t)bytes)
		return false;
	at -= (off_t)bytes;
	return ftruncate(fd, at) == 0 && lseek(fd, at, SEEK_SET) == at;
}
