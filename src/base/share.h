/*
 * share.h - what this machine let a thread do: the CPU time it got, the time it was ready to run and waited for a CPU, and
 * how long its control groups were held back by their quota.
 *
 * The kernel tells: /proc/thread-self/schedstat (proc_pid_schedstat(5)), and cpu.stat of the control groups of this
 * process, version 1 or 2 (cgroups(7)). Where it does not, everything stays 0.
 */
#ifndef MST_BASE_SHARE_H
#define MST_BASE_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/atomic.h"

/* Of one thread, which alone opens, looks and closes; any thread reads the sums. */
struct mst_share {
	int fd;                             /* -1: the kernel does not tell */
	uint64_t looked_ns;
	_Atomic uint64_t ran_ns, waited_ns; /* COUNTS: since the thread began */
};

void mst_share_open(struct mst_share *share);

/* Reads the sums, every tenth of a second at most; between, it costs a comparison. */
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

/* How long they have been held back, all together; ns. */
uint64_t mst_quota_held_ns(const struct mst_quota *quota);

/* For tests: "throttled_usec" (version 2) or "throttled_time" (version 1) in the text of a cpu.stat; 0 without. ns. */
uint64_t mst_quota_read(const char *text);

/*
 * For tests: where a line of /proc/self/cgroup and one of /proc/self/mountinfo meet, the folder of the group; false when they
 * do not. `top` is how much of it is the mount point.
 */
bool mst_quota_folder(char *folder, size_t size, size_t *top, const char *cgroup_line, const char *mount_line);

#endif
