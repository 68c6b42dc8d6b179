/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel.h - the version of the kernel that runs, as a number that can be compared.
 */
#ifndef MST_BASE_KERNEL_H
#define MST_BASE_KERNEL_H

#define MST_KERNEL(major, minor) ((unsigned)(major) << 16 | (unsigned)(minor))

/* Of a release such as "6.1.0-57-amd64": MST_KERNEL(6, 1). 0 when it does not begin with two numbers. */
unsigned mst_kernel_of(const char *release);

/* Of the kernel that runs, as uname(2) names it. */
unsigned mst_kernel(void);

#endif
