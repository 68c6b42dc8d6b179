/* SPDX-License-Identifier: BSD-2-Clause */
/* follow.c - see follow.h. */
#include "base/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"

#define LINKS_MAX 40 /* as many as the kernel follows, path_resolution(7) */

void mst_proc_fd(char text[MST_PROC_FD_TEXT], int fd)
{
	snprintf(text, MST_PROC_FD_TEXT, "/proc/self/fd/%d", fd);
}

static int give(char **real, const char *path)
{
	*real = strdup(path);
	return *real ? 0 : -ENOMEM;
}

static bool is_same_file(const char *path, int fd)
{
	struct stat there, ours;

	return stat(path, &there) == 0 && fstat(fd, &ours) == 0 && there.st_dev == ours.st_dev &&
	       there.st_ino == ours.st_ino;
}

int mst_follow_open(char **real, const char *path, int fd)
{
	char proc[MST_PROC_FD_TEXT], text[PATH_MAX];
	struct stat status;
	ssize_t length;

	*real = NULL;
	if (lstat(path, &status) < 0)
		return -errno;
	if (!S_ISLNK(status.st_mode))
		return give(real, path);
	mst_proc_fd(proc, fd);
	length = readlink(proc, text, sizeof text - 1);
	if (length > 0)
		text[length] = '\0';
	/* What is no path, such as "pipe:[7]", and a file that was removed meanwhile, are not found by it. */
	return give(real, length > 0 && *text == '/' && is_same_file(text, fd) ? text : path);
}

/* Where a link leads to whose file is not there. */
static int read_link(char **next, const char *path)
{
	int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	char folder[PATH_MAX], text[PATH_MAX];
	struct stat status;
	ssize_t length = -1;
	int code = fd < 0 ? -errno : 0;

	if (code == 0)
		code = mst_folder_of(folder, sizeof folder, path);
	if (code == 0 && (fstat(fd, &status) < 0 || (length = readlinkat(fd, "", text, sizeof text - 1)) < 0))
		code = -errno;
	else if (code == 0 && status.st_uid != geteuid())
		code = -EACCES;
	if (fd >= 0)
		close(fd);
	if (code < 0)
		return code;
	text[length] = '\0';
	return asprintf(next, "%s%s", *text == '/' ? "" : folder, text) < 0 ? -ENOMEM : 0;
}

/* 1 when `*path` was a link and now is where that leads to; 0 when it is none; or -errno. */
static int follow_once(char **path)
{
	struct stat status;
	char *next;
	int code;

	if (lstat(*path, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISLNK(status.st_mode))
		return 0;
	code = read_link(&next, *path);
	if (code < 0)
		return code;
	free(*path);
	*path = next;
	return 1;
}

static int follow_to_nothing(char **real, const char *path)
{
	int code = give(real, path), links = 0;

	while (code == 0) {
		code = follow_once(real);
		if (code == 0)
			return 0;
		if (code > 0)
			code = ++links > LINKS_MAX ? -ELOOP : 0;
	}
	free(*real);
	*real = NULL;
	return code;
}

int mst_follow(char **real, const char *path)
{
	int fd = open(path, O_PATH | O_CLOEXEC), code;

	*real = NULL;
	if (fd < 0)
		return errno == ENOENT ? follow_to_nothing(real, path) : -errno;
	code = mst_follow_open(real, path, fd);
	close(fd);
	return code;
}
