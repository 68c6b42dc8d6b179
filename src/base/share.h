/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * share.h - the share of the CPU that a thread got: its CPU time, the time that it waited for a CPU, and how long its
 * control groups were throttled by their CPU quota.
 *
 * Sources: /proc/thread-self/schedstat (proc_pid_schedstat(5)), and cpu.stat of the control groups of this process,
 * version 1 or 2 (cgroups(7)). Where these are missing, all values are 0.
 */
#ifndef MST_BASE_SHARE_H
#define MST_BASE_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/atomic.h"

/* Of one thread. Only that thread opens, looks and closes; any thread may read the sums. */
struct mst_share {
	int fd; /* -1: the kernel has no schedstat */
	uint64_t looked_ns;
	_Atomic uint64_t ran_ns, waited_ns; /* COUNTS: since the thread began */
};

void mst_share_open(struct mst_share *share);

/* Reads the sums, at most ten times a second; a call in between costs one comparison. */
void mst_share_look(struct mst_share *share, uint64_t now_ns);

/* Reads them a last time. */
void mst_share_close(struct mst_share *share);

#define MST_QUOTA_GROUPS 8 /* from the group of this process upwards */

struct mst_quota {
	int fds[MST_QUOTA_GROUPS];
	size_t count;
};

/* Finds the control groups of this process. */
void mst_quota_open(struct mst_quota *quota);
void mst_quota_close(struct mst_quota *quota);

/* The sum of the times that the groups were throttled, ns. */
uint64_t mst_quota_held_ns(const struct mst_quota *quota);

/* For tests: "throttled_usec" (version 2) or "throttled_time" (version 1) in the text of a cpu.stat; 0 without. ns. */
uint64_t mst_quota_read(const char *text);

/*
 * For tests: the folder of the group that a line of /proc/self/cgroup and a line of /proc/self/mountinfo name; false
 * when they do not match. `top` is the length of the mount point in it.
 */
bool mst_quota_folder(char *folder, size_t size, size_t *top, const char *cgroup_line, const char *mount_line);

#endif
