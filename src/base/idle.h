/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * idle.h - what the CPUs that a thread may run on did: how long they were idle, and how long they worked; "cpuN" in
 * /proc/stat (proc(5)), in steps of a tick, 10 ms on most machines. Time that a hypervisor took is neither.
 */
#ifndef MST_BASE_IDLE_H
#define MST_BASE_IDLE_H

#include <sched.h>
#include <stdint.h>

/* Sums since this machine started, of all those CPUs together, ns. */
struct mst_idle {
	uint64_t idle_ns, busy_ns;
};

/* Reads it from /proc/stat, which `fd` has open (mst_stolen_open); zeros where it is not known. Costs a system call
 * that grows with the CPUs and interrupts of the machine. */
struct mst_idle mst_idle_now(int fd, const cpu_set_t *cpus);

/* For tests: the same of the text of /proc/stat, or of its beginning, whose times are in ticks of so many a second. */
struct mst_idle mst_idle_read(const char *text, const cpu_set_t *cpus, long ticks);

#endif
