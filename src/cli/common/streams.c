/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streams.c - see streams.h. As in GNU coreutils, input is opened for writing only and the outputs for reading only: a
 * result that cannot be written is an error, not silence.
 */
#include "cli/common/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int open_contrary(int stream)
{
	int fd = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);

	/* A root folder without /dev: a path that was only looked up can be neither read nor written. */
	return fd < 0 ? open("/", O_PATH) : fd;
}

void mst_streams_exist(void)
{
	/* open gives the lowest number that is free: those below exist already. */
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
		if (fcntl(stream, F_GETFD) < 0 && errno == EBADF && open_contrary(stream) != stream)
			_exit(1);
	}
}
