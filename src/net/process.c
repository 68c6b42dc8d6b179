/* SPDX-License-Identifier: BSD-2-Clause */
/* process.c - see process.h. */
#include "net/process.h"

#include <sys/socket.h>
#include <unistd.h>

void mst_process_read(struct mst_process *process)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof process->bound;

	*process = (struct mst_process){ .uid = geteuid() };
	if (fd < 0)
		return;
	if (getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, process->bound, &size) < 0 || size == 0)
		process->bound[0] = '\0';
	process->bound[sizeof process->bound - 1] = '\0';
	close(fd);
}
