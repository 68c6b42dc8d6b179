/* SPDX-License-Identifier: BSD-2-Clause */
/* replace.c - see replace.h. */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#define MODE_BITS 0777 /* no bits that make a program run as its owner: what is written now is no program */
#define AT_ONCE ((size_t)1 << 20)

bool mst_replace_attributes(int old, int new, mode_t allowed)
{
	struct stat was, is;

	if (fstat(old, &was) < 0 || fstat(new, &is) < 0 || was.st_nlink != 1)
		return false;
	if (fgetxattr(old, "system.posix_acl_access", NULL, 0) > 0)
		return false;
	/* The mode comes last: a change of the owner takes bits away. */
	if ((was.st_uid != is.st_uid || was.st_gid != is.st_gid) && fchown(new, was.st_uid, was.st_gid) < 0)
		return false;
	return fchmod(new, was.st_mode & MODE_BITS & allowed) == 0;
}

/* File systems that cannot reserve room are asked by writing alone. */
static int reserve(int to, off_t size)
{
	if (size == 0 || fallocate(to, FALLOC_FL_KEEP_SIZE, 0, size) == 0 || errno == EOPNOTSUPP || errno == ENOSYS)
		return 0;
	return -errno;
}

int mst_replace_content(int to, int from)
{
	off_t size = lseek(from, 0, SEEK_END), at = 0;
	int code = size < 0 || lseek(to, 0, SEEK_SET) < 0 ? -errno : reserve(to, size);

	while (code == 0 && at < size) {
		ssize_t sent = sendfile(to, from, &at, AT_ONCE);

		if (sent == 0)
			code = -EIO;
		else if (sent < 0 && errno != EINTR)
			code = -errno;
	}
	return code == 0 && ftruncate(to, size) < 0 ? -errno : code;
}
