/* SPDX-License-Identifier: BSD-2-Clause */
/* file_at.c - see file_at.h. */
#include "base/file_at.h"

#include <errno.h>
#include <unistd.h>

ssize_t mst_file_read_at(int fd, void *bytes, size_t size, uint64_t at)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = pread(fd, (char *)bytes + done, size - done, (off_t)(at + done));

		if (got == 0)
			break;
		if (got < 0 && errno != EINTR)
			return -errno;
		done += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)done;
}

int mst_file_write_at(int fd, const void *bytes, size_t size, uint64_t at)
{
	for (size_t done = 0; done < size;) {
		ssize_t wrote = pwrite(fd, (const char *)bytes + done, size - done, (off_t)(at + done));

		if (wrote > 0)
			done += (size_t)wrote;
		else if (wrote == 0 || errno != EINTR)
			return wrote ? -errno : -EIO;
	}
	return 0;
}
