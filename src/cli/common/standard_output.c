/* SPDX-License-Identifier: BSD-2-Clause */
/* standard_output.c - see standard_output.h. */
#include "cli/common/standard_output.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool mst_stdout_reader_left(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO }; /* errors are reported without being requested */
	struct stat status;

	if (fstat(STDOUT_FILENO, &status) < 0 || (!S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode)))
		return false;
	return poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP));
}

int mst_stdout_flush(struct mst_error *err)
{
	int code = 0;

	if (fflush(stdout) != 0)
		code = -errno;
	else if (ferror(stdout)) /* by an earlier call, which is not asked for its reason */
		code = -EIO;
	if (code == 0 || mst_stdout_reader_left())
		return 0;
	return mst_fail(err, code, "standard output: %s", strerror(-code));
}
