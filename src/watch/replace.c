/* SPDX-License-Identifier: BSD-2-Clause */
/* replace.c - see replace.h. */
#include "watch/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"

static int write_all(int fd, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		ssize_t written = write(fd, text + at, length - at);

		if (written < 0 && errno != EINTR)
			return -errno;
		at += written > 0 ? (size_t)written : 0;
	}
	return 0;
}

/* What node_exporter reads ends in .prom, a page in .html: the file beside it does not. */
static int replace(const char *path, const char *text, size_t length)
{
	char beside[PATH_MAX];
	int fd, code;

	if (snprintf(beside, sizeof beside, "%s.%d.new", path, (int)getpid()) >= (int)sizeof beside)
		return -ENAMETOOLONG;
	unlink(beside); /* of an earlier process of this number */
	fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	code = write_all(fd, text, length);
	if (close(fd) < 0 && code == 0)
		code = -errno;
	if (code == 0 && rename(beside, path) < 0)
		code = -errno;
	if (code < 0)
		unlink(beside);
	return code;
}

static const char *reason_of(int code)
{
	return code == -ENOENT ? "its folder is not there" : code == -EEXIST ? "not a regular file" : strerror(-code);
}

int mst_replace_text(const char *path, const char *text, size_t length, const char *option, struct mst_error *err)
{
	struct stat status;
	int code = lstat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)
	                   ? -EEXIST /* a folder, a device: nothing to be replaced */
	                   : replace(path, text, length);

	return code < 0 ? mst_fail(err, code, "--%s %s: %s", option, path, reason_of(code)) : 0;
}
