/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * offloads.c - see offloads.h.
 *
 * The guard is forked while other threads may run: until it ends, it makes system calls only. It keeps no descriptor
 * but its own: those of this process would keep the program attached. Its parent ends at once, so nobody has to wait
 * for it.
 */
#include "rx/offloads.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confined.h"
#include "net/ethtool.h"

#define TRIES 100
#define BETWEEN_MS 50

/* Flags of an interface, read or set by this command; false when that failed. */
static bool flags(int fd, const char *interface, uint32_t command, uint32_t *value)
{
	struct ethtool_value flags = { .cmd = command, .data = *value };
	bool done = mst_ethtool(fd, interface, &flags);

	*value = flags.data;
	return done;
}

static bool has_lro(int fd, const char *interface)
{
	uint32_t value = 0;

	return flags(fd, interface, ETHTOOL_GFLAGS, &value) && value & ETH_FLAG_LRO;
}

/* Until the kernel has detached the program, drivers refuse. */
static void put_back(int fd, const char *interface)
{
	for (int i = 0; i < TRIES && !has_lro(fd, interface); i++) {
		uint32_t value = 0;

		if (!flags(fd, interface, ETHTOOL_GFLAGS, &value))
			return; /* the device is gone */
		value |= ETH_FLAG_LRO;
		flags(fd, interface, ETHTOOL_SFLAGS, &value);
		if (!has_lro(fd, interface))
			poll(NULL, 0, BETWEEN_MS);
	}
}

/* Keeps these descriptors alone, as 0, 1 and 2. */
static void keep_only(int *held, int *done, int *device)
{
	int high[] = { fcntl(*held, F_DUPFD, 3), fcntl(*done, F_DUPFD, 3), fcntl(*device, F_DUPFD, 3) };

	for (int i = 0; i < 3; i++) {
		if (high[i] < 0 || dup2(high[i], i) < 0)
			_exit(1);
	}
	syscall(SYS_close_range, 3u, ~0u, 0u);
	*held = 0;
	*done = 1;
	*device = 2;
}

static void guard(const char *interface, int held, int done, int device)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP };
	char byte;

	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	keep_only(&held, &done, &device);
	if (mst_confined_drop_but(1u << CAP_NET_ADMIN, NULL) < 0)
		_exit(1);
	while (read(held, &byte, 1) < 0 && errno == EINTR)
		;
	put_back(device, interface);
	_exit(0);
}

static void start(const char *interface, const int held[2], const int done[2], int device)
{
	pid_t child = fork();

	if (child == 0) {
		if (fork() == 0)
			guard(interface, held[0], done[1], device);
		_exit(0);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
}

void mst_offloads_guard(struct mst_offloads *offloads, const char *interface)
{
	int held[2] = { -1, -1 }, done[2] = { -1, -1 };
	int device = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	*offloads = MST_OFFLOADS_NONE;
	if (device >= 0 && has_lro(device, interface) && pipe2(held, O_CLOEXEC) == 0) {
		if (pipe2(done, O_CLOEXEC) == 0) {
			start(interface, held, done, device);
			*offloads = (struct mst_offloads){ held[1], done[0] };
			close(done[1]);
		} else {
			close(held[1]);
		}
		close(held[0]);
	}
	if (device >= 0)
		close(device);
}

void mst_offloads_release(struct mst_offloads *offloads)
{
	struct pollfd done = { .fd = offloads->done, .events = POLLIN };

	if (offloads->held < 0)
		return;
	close(offloads->held);
	poll(&done, 1, TRIES * BETWEEN_MS);
	close(offloads->done);
	*offloads = MST_OFFLOADS_NONE;
}
