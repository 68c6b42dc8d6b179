/* SPDX-License-Identifier: BSD-2-Clause */
/* temporary.c - see temporary.h. */
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int mst_temporary_open(const char *folder)
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

int mst_temporary_open_anywhere(void)
{
	const char *folders[] = { secure_getenv("TMPDIR"), "/var/tmp", "/tmp" };
	int fd = -ENOENT;

	for (size_t i = 0; i < sizeof folders / sizeof folders[0] && fd < 0; i++) {
		if (folders[i])
			fd = mst_temporary_open(folders[i]);
	}
	return fd;
}
