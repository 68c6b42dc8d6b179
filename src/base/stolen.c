/* SPDX-License-Identifier: BSD-2-Clause */
/* stolen.c - see stolen.h. */
#include "base/stolen.h"

#include <fcntl.h>
#include <inttypes.h>
#include <muster/units.h>
#include <stdio.h>
#include <unistd.h>

#define TICKS_USUAL 100 /* USER_HZ of most architectures */

int mst_stolen_open(void)
{
	return open("/proc/stat", O_RDONLY | O_CLOEXEC);
}

/* "cpu  USER NICE SYSTEM IDLE IOWAIT IRQ SOFTIRQ STEAL …": the first line is the sum of all CPUs. */
uint64_t mst_stolen_read(const char *text, long ticks)
{
	uint64_t steal;

	if (sscanf(text, "cpu %*u %*u %*u %*u %*u %*u %*u %" SCNu64, &steal) != 1)
		return 0;
	return steal * (MST_NS_PER_SECOND / (uint64_t)(ticks > 0 ? ticks : TICKS_USUAL));
}

uint64_t mst_stolen_ns(int fd)
{
	char text[256]; /* ten numbers of at most twenty digits */
	ssize_t count = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);

	if (count <= 0)
		return 0;
	text[count] = '\0';
	return mst_stolen_read(text, sysconf(_SC_CLK_TCK));
}
