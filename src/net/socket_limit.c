/* SPDX-License-Identifier: BSD-2-Clause */
/* socket_limit.c - see socket_limit.h. */
#include "net/socket_limit.h"

#include <sys/resource.h>
#include <unistd.h>

#include "base/spare.h"

#define SOCKETS_MAX 32768
#define SOCKET_BYTES 4096 /* of the kernel's memory … */
#define MEMORY_SHARE 32   /* … of which they may take this part */

/* As many as the kernel's memory is not too small for. */
static uint32_t most_sockets(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
	uint64_t most = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page / MEMORY_SHARE / SOCKET_BYTES : 0;

	return most > 0 && most < SOCKETS_MAX ? (uint32_t)most : SOCKETS_MAX;
}

uint32_t mst_socket_limit(void)
{
	uint32_t most = most_sockets();
	struct rlimit limit;
	int lowest = dup(STDERR_FILENO);
	rlim_t taken = MST_SPARES + (rlim_t)(lowest < 0 ? 3 : lowest);

	if (lowest >= 0)
		close(lowest);
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 1;
	if (limit.rlim_cur < limit.rlim_max) {
		struct rlimit more = { .rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max };

		if (more.rlim_cur > 2 * SOCKETS_MAX)
			more.rlim_cur = 2 * SOCKETS_MAX;
		if (more.rlim_cur > limit.rlim_cur && setrlimit(RLIMIT_NOFILE, &more) == 0)
			limit = more;
	}
	if (limit.rlim_cur <= taken)
		return 1;
	return limit.rlim_cur - taken < most ? (uint32_t)(limit.rlim_cur - taken) : most;
}
