/* SPDX-License-Identifier: BSD-2-Clause */
#include "net/conntrack.h"

#include <criterion/criterion.h>
#include <stdio.h>

static double read_from(const char *path)
{
	FILE *file = fopen(path, "re");
	double number = -1;

	if (file && fscanf(file, "%lf", &number) != 1)
		number = -1;
	if (file)
		fclose(file);
	return number;
}

Test(net_conntrack, the_room_is_what_the_kernel_says_where_something_is_tracked)
{
	double count = read_from("/proc/sys/net/netfilter/nf_conntrack_count");
	double most = read_from("/proc/sys/net/netfilter/nf_conntrack_max"), room = mst_conntrack_room();

	if (count <= 0 || most <= 0)
		cr_assert_eq(room, -1);
	else
		cr_assert(room >= 0 && room < most);
}
