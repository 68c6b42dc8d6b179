/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpus.h - lists of CPUs as taskset(1) reads them, and threads on them.
 *
 *     0-3,8     0, 1, 2, 3, 8
 *     8,0-6:2   8, 0, 2, 4, 6: every second one; the order is that of the list
 */
#ifndef MST_BASE_CPUS_H
#define MST_BASE_CPUS_H

#include <muster/error.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>

#define MST_CPUS_MAX CPU_SETSIZE

struct mst_cpus {
	uint16_t numbers[MST_CPUS_MAX]; /* as listed, each once */
	size_t count;
};

/* The CPUs that this thread may run on: all, or those that taskset(1) or a container allows. */
void mst_cpus_allowed(cpu_set_t *allowed);

/* How many these are; at least 1. */
size_t mst_cpus_count(void);

/*
 * Reads a list of CPUs that are all among the allowed ones. -EINVAL with a sentence that names the list, what is wrong
 * with it, and what would have been accepted.
 */
int mst_cpus_read(struct mst_cpus *cpus, const char *text, const cpu_set_t *allowed, struct mst_error *err);

/* Writes the set as "0-3,8", cut to `size`. Returns text. */
const char *mst_cpus_write(char *text, size_t size, const cpu_set_t *set);

/*
 * Starts a thread bound to these CPUs from its first instruction; NULL: not bound. A negative errno with a sentence;
 * -ENXIO when none of the CPUs is online and allowed.
 */
int mst_cpus_start(pthread_t *thread, const cpu_set_t *set, void *(*run)(void *argument), void *argument,
                   struct mst_error *err);

/*
 * Runs `work` on these CPUs and waits for its end, so that memory that it touches first is on their NUMA node.
 * Returns the result of `work`, or the error of mst_cpus_start. NULL: calls `work` in this thread.
 */
int mst_cpus_work(const cpu_set_t *set, int (*work)(void *argument), void *argument, struct mst_error *err);

#endif
