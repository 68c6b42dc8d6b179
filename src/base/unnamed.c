/* SPDX-License-Identifier: BSD-2-Clause */
/* unnamed.c - see unnamed.h. */
#include "base/unnamed.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/follow.h"

int mst_unnamed_open(const char *path, mode_t mode)
{
	char folder[PATH_MAX], proc[MST_PROC_FD_TEXT];
	int fd = mst_folder_of(folder, sizeof folder, path), code;

	if (fd < 0)
		return fd;
	fd = open(*folder ? folder : ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
	if (fd < 0)
		return -errno;
	/* Its name comes by way of /proc, which a bare chroot may lack. */
	mst_proc_fd(proc, fd);
	if (faccessat(AT_FDCWD, proc, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return fd;
	code = -errno;
	close(fd);
	return code;
}

int mst_unnamed_link(int fd, const char *path)
{
	char proc[MST_PROC_FD_TEXT];

	mst_proc_fd(proc, fd);
	return linkat(AT_FDCWD, proc, AT_FDCWD, path, AT_SYMLINK_FOLLOW) < 0 ? -errno : 0;
}
