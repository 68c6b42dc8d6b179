/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stolen.h - how long the hypervisor of this machine gave its CPUs to other machines: "steal" in /proc/stat (proc(5)),
 * the sum of all CPUs. Always 0 on real hardware, and where a hypervisor does not tell.
 */
#ifndef MST_BASE_STOLEN_H
#define MST_BASE_STOLEN_H

#include <stdint.h>

/* Opens /proc/stat; -1 where that fails. Closed with close(2). */
int mst_stolen_open(void);

/* The sum since this machine started, ns; 0 where it is not known. Costs a system call that grows with the CPUs. */
uint64_t mst_stolen_ns(int fd);

/* For tests: the same of the text of /proc/stat, whose times are in ticks of so many a second. */
uint64_t mst_stolen_read(const char *text, long ticks);

#endif
