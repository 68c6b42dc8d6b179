/* SPDX-License-Identifier: BSD-2-Clause */
/* whole_file.c - see whole_file.h. The size that a file says is not believed: pipes and /proc have none. */
#include "base/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"

#define FIRST_ROOM (64 * 1024)

/* Makes room for one more byte at least. */
static int make_room(char **bytes, size_t *room, size_t filled)
{
	size_t more = *room ? *room * 2 : FIRST_ROOM;
	char *moved;

	if (filled < *room)
		return 0;
	moved = realloc(*bytes, more);
	if (!moved)
		return -ENOMEM;
	*bytes = moved;
	*room = more;
	return 0;
}

/* Up to one byte more than `most`. */
static int read_all(char **bytes, size_t *filled, int fd, size_t most)
{
	size_t room = 0;
	ssize_t count = 1;

	while (count != 0 && *filled <= most) {
		int code = make_room(bytes, &room, *filled);

		if (code < 0)
			return code;
		count = read(fd, *bytes + *filled, room - *filled);
		if (count < 0 && errno != EINTR)
			return -errno;
		*filled += count > 0 ? (size_t)count : 0;
	}
	return 0;
}

int mst_file_read_whole(char **bytes, size_t *size, const char *path, size_t most, const char *expected,
                        struct mst_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), code;

	*bytes = NULL;
	*size = 0;
	if (fd < 0)
		return mst_fail(err, -errno, "%s: cannot be opened: %s", path, strerror(errno));
	code = read_all(bytes, size, fd, most);
	close(fd);
	if (code < 0)
		code = mst_fail(err, code, "%s: cannot be read: %s", path, strerror(-code));
	else if (*size > most)
		code = mst_fail(err, -EINVAL, "%s: longer than %zu MiB; expected %s", path, most >> 20, expected);
	if (code < 0) {
		free(*bytes);
		*bytes = NULL;
	}
	return code;
}
