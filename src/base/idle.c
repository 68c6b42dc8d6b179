/* SPDX-License-Identifier: BSD-2-Clause */
/* idle.c - see idle.h. */
#include "base/idle.h"

#include <inttypes.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX 65536  /* a line of a CPU has some 70 bytes */
#define TICKS_USUAL 100 /* USER_HZ of most architectures */

struct mst_idle mst_idle_read(const char *text, const cpu_set_t *cpus, long ticks)
{
	uint64_t tick_ns = MST_NS_PER_SECOND / (uint64_t)(ticks > 0 ? ticks : TICKS_USUAL);
	struct mst_idle sum = { 0 };

	for (const char *line = strchr(text, '\n'); line; line = strchr(line + 1, '\n')) {
		uint64_t user, nice, system, idle, wait, irq, soft;
		unsigned cpu;

		if (sscanf(line,
		           "\ncpu%u %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64,
		           &cpu, &user, &nice, &system, &idle, &wait, &irq, &soft) != 8)
			break; /* those of the CPUs come first */
		if (cpu >= CPU_SETSIZE || !CPU_ISSET(cpu, cpus))
			continue;
		sum.idle_ns += (idle + wait) * tick_ns;
		sum.busy_ns += (user + nice + system + irq + soft) * tick_ns;
	}
	return sum;
}

struct mst_idle mst_idle_now(int fd, const cpu_set_t *cpus)
{
	char text[TEXT_MAX];
	ssize_t count = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);

	if (count <= 0)
		return (struct mst_idle){ 0 };
	text[count] = '\0';
	return mst_idle_read(text, cpus, sysconf(_SC_CLK_TCK));
}
