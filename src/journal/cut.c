/* SPDX-License-Identifier: BSD-2-Clause */
/* cut.c - see cut.h. */
#include "journal/cut.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file_at.h"
#include "base/reader.h"
#include "journal/format.h"

/* The end of the last mark; before the first one, of what a journal begins with. 0: it is to be left alone. */
static uint64_t end_of_marks(int fd, uint64_t size)
{
	uint8_t head[MST_RECORD_HEADER];
	uint64_t at = MST_JOURNAL_HEADER, kept = 0;

	while (mst_file_read_at(fd, head, sizeof head, at) == (ssize_t)sizeof head) {
		struct mst_reader r = mst_reader_over(head, sizeof head);
		uint64_t end = at + MST_RECORD_HEADER + mst_read_le32(&r);
		uint8_t type = mst_read_u8(&r);

		if (end > size || type == MST_RECORD_END)
			return end > size ? kept : 0;
		at = end;
		if (type == MST_RECORD_MARK || type == MST_RECORD_PLAN || type == MST_RECORD_PROCESS)
			kept = end;
	}
	return kept;
}

int mst_journal_cut(const char *path, struct mst_error *err)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW), code = 0;
	struct stat status;
	uint64_t end;

	if (fd < 0)
		return mst_fail(err, -errno, "%s: %s", path, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
		end = end_of_marks(fd, (uint64_t)status.st_size);
		if (end > 0 && end < (uint64_t)status.st_size && ftruncate(fd, (off_t)end) < 0)
			code = mst_fail(err, -errno, "%s cannot be written: %s", path, strerror(errno));
	}
	close(fd);
	return code;
}
