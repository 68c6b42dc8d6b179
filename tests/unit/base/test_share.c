/* SPDX-License-Identifier: BSD-2-Clause */
/* test_share.c - what the kernel tells of a thread's share of the CPU, and of the quota of its control groups. */
#include "base/share.h"

#include <criterion/criterion.h>
#include <time.h>
#include <unistd.h>

Test(base_share, both_versions_of_control_groups_tell_how_long_they_were_held_back)
{
	cr_expect_eq(mst_quota_read("usage_usec 5\nnr_periods 9\nnr_throttled 2\nthrottled_usec 1234\n"), 1234000);
	cr_expect_eq(mst_quota_read("nr_periods 9\nnr_throttled 2\nthrottled_time 1234\n"), 1234);
	cr_expect_eq(mst_quota_read("usage_usec 5\n"), 0);
	cr_expect_eq(mst_quota_read(""), 0);
}

#define V2 "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
#define V1 "33 23 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct\n"
#define CPUSET "34 23 0:28 / /sys/fs/cgroup/cpuset rw,nosuid - cgroup cgroup rw,cpuset\n"
#define CONTAINER "35 23 0:26 /docker/ab /sys/fs/cgroup ro - cgroup2 cgroup2 ro\n"

Test(base_share, the_folder_of_a_group_is_where_its_hierarchy_is_mounted)
{
	static const struct {
		const char *cgroup, *mount, *folder; /* NULL: they do not meet */
	} rows[] = {
		{ "0::/user.slice/run\n", V2, "/sys/fs/cgroup/user.slice/run" },
		{ "0::/\n", V2, "/sys/fs/cgroup" },
		{ "0::/a b\n", V2, "/sys/fs/cgroup/a b" },
		{ "4:cpu,cpuacct:/run\n", V1, "/sys/fs/cgroup/cpu,cpuacct/run" },
		{ "4:cpuacct,cpu:/\n", V1, "/sys/fs/cgroup/cpu,cpuacct" },
		{ "5:cpuset:/run\n", CPUSET, NULL },
		{ "0::/run\n", V1, NULL },
		{ "4:cpu,cpuacct:/run\n", V2, NULL },
		{ "4:cpu,cpuacct:/run\n", CPUSET, NULL },
		{ "0::/docker/ab/inner\n", CONTAINER, "/sys/fs/cgroup/inner" },
		{ "0::/docker/ab\n", CONTAINER, "/sys/fs/cgroup" },
		{ "0::/elsewhere\n", CONTAINER, "/sys/fs/cgroup" },
		{ "nonsense", V2, NULL },
		{ "0::/run\n", "nonsense - cgroup2", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char folder[256] = "";
		size_t top = 0;
		bool met = mst_quota_folder(folder, sizeof folder, &top, rows[i].cgroup, rows[i].mount);

		cr_expect_eq(met, rows[i].folder != NULL, "row %zu", i);
		if (met && rows[i].folder)
			cr_expect_str_eq(folder, rows[i].folder, "row %zu", i);
		cr_expect_leq(top, sizeof folder);
	}
}

Test(base_share, a_folder_that_does_not_fit_is_none)
{
	char folder[8];
	size_t top;

	cr_expect_not(mst_quota_folder(folder, sizeof folder, &top, "0::/user.slice/run\n", V2));
}

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

Test(base_share, a_thread_knows_how_long_it_ran)
{
	struct mst_share share;
	uint64_t began_ns = cpu_ns();

	mst_share_open(&share);
	if (access("/proc/thread-self/schedstat", R_OK) != 0)
		cr_skip_test("this kernel does not tell");
	while (cpu_ns() < began_ns + 20000000u)
		;
	mst_share_close(&share);
	cr_expect_geq(share.ran_ns, 15000000u, "%lu", (unsigned long)share.ran_ns);
	cr_expect_leq(share.ran_ns, cpu_ns() + 20000000u);
	cr_expect_eq(share.fd, -1);
}
