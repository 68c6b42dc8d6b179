/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel.c - see kernel.h. */
#include "base/kernel.h"

#include <stdio.h>
#include <sys/utsname.h>

#define PART_MAX 9999

unsigned mst_kernel_of(const char *release)
{
	unsigned major = 0, minor = 0;

	if (sscanf(release, "%5u.%5u", &major, &minor) != 2 || major > PART_MAX || minor > PART_MAX)
		return 0;
	return MST_KERNEL(major, minor);
}

unsigned mst_kernel(void)
{
	struct utsname name;

	return uname(&name) == 0 ? mst_kernel_of(name.release) : 0;
}
