/* SPDX-License-Identifier: BSD-2-Clause */
/* test_idle.c - idle and busy time of the CPUs that a thread may run on, out of /proc/stat. */
#include "base/idle.h"

#include <criterion/criterion.h>
#include <unistd.h>

#include "base/cpus.h"
#include "base/stolen.h"

static const char *const stat = "cpu  60 0 60 600 30 0 30 90 0 0\n"
				"cpu0 10 1 20 100 5 2 3 40 0 0\n"
				"cpu1 20 0 30 200 10 0 10 50 0 0\n"
				"cpu3 30 0 10 300 15 0 20 0 0 0\n"
				"intr 1 2 3\ncpu9 1 1 1 1 1 1 1 1\n";

static struct mst_idle of(unsigned first, unsigned second)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(first, &cpus);
	CPU_SET(second, &cpus);
	return mst_idle_read(stat, &cpus, 100);
}

Test(base_idle, only_the_cpus_of_the_set_count)
{
	struct mst_idle two = of(0, 3), one = of(1, 2), none = of(7, 9);

	cr_expect_eq(two.idle_ns, UINT64_C(4200000000));
	cr_expect_eq(two.busy_ns, UINT64_C(960000000), "without what a hypervisor took");
	cr_expect_eq(one.idle_ns, UINT64_C(2100000000));
	cr_expect_eq(none.idle_ns, 0, "behind the CPUs other things follow");
}

Test(base_idle, what_is_no_such_text_is_zero)
{
	static const char *const texts[] = { "", "cpu", "cpu  1 2 3", "cpu  1\ncpu0 1 2 3" };
	cpu_set_t cpus;

	mst_cpus_allowed(&cpus);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mst_idle idle = mst_idle_read(texts[i], &cpus, 100);

		cr_expect_eq(idle.idle_ns + idle.busy_ns, 0, "%s", texts[i]);
	}
	cr_expect_eq(mst_idle_now(-1, &cpus).idle_ns, 0);
}

Test(base_idle, this_machine_tells_it)
{
	int fd = mst_stolen_open();
	struct mst_idle idle;
	cpu_set_t cpus;

	mst_cpus_allowed(&cpus);
	cr_assert_geq(fd, 0);
	idle = mst_idle_now(fd, &cpus);
	cr_expect_gt(idle.busy_ns, 0);
	cr_expect_geq(mst_cpus_count(), 1);
	close(fd);
}
