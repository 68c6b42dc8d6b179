/* SPDX-License-Identifier: BSD-2-Clause */
/* test_cpus.c - lists of CPUs. */
#include "base/cpus.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* A machine with CPUs 0 to 11, of which this process may not use 7 to 10. */
static cpu_set_t machine(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (size_t cpu = 0; cpu < 12; cpu++) {
		if (cpu < 7 || cpu > 10)
			CPU_SET(cpu, &set);
	}
	return set;
}

static const char *read_back(char text[64], const struct mst_cpus *cpus)
{
	text[0] = '\0';
	for (size_t i = 0; i < cpus->count; i++)
		sprintf(text + strlen(text), "%s%d", i ? " " : "", cpus->numbers[i]);
	return text;
}

Test(base_cpus, lists_are_read_as_taskset_reads_them_and_keep_their_order)
{
	static const struct {
		const char *text, *cpus;
	} right[] = {
		{ "0", "0" },         { "11", "11" },         { "0-3,11", "0 1 2 3 11" },
		{ "5,1-2", "5 1 2" }, { "0-6:2", "0 2 4 6" }, { "0-5:4", "0 4" },
		{ "3-3", "3" },       { "1,1,0-2", "1 0 2" }, { "00", "0" },
	};
	cpu_set_t allowed = machine();
	struct mst_error err = { "" };
	struct mst_cpus cpus;
	char text[64];

	for (size_t i = 0; i < COUNT(right); i++) {
		cr_expect_eq(mst_cpus_read(&cpus, right[i].text, &allowed, &err), 0, "%s: %s", right[i].text, err.text);
		cr_expect_str_eq(read_back(text, &cpus), right[i].cpus, "%s", right[i].text);
	}
}

Test(base_cpus, what_is_no_list_is_refused_with_an_example)
{
	/* clang-format off */
	static const char *const wrong[] = {
		"", ",", "1,", ",1", "1,,2", "a", "1a", "-1", "1-", "-", "3-1", "0-3:", "0-3:0", "0:2",
		"0-3:2:1", " 1", "1 ", "1, 2", "+1", "0x1", "0-1-2", "2147483648", "99999999999999999999",
		"0-99999999999999999999", "1-3:18446744073709551615", "all",
	};
	/* clang-format on */
	cpu_set_t allowed = machine();
	struct mst_error err;
	struct mst_cpus cpus;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		err.text[0] = '\0';
		cr_expect_eq(mst_cpus_read(&cpus, wrong[i], &allowed, &err), -EINVAL, "\"%s\" was taken", wrong[i]);
		cr_expect(strstr(err.text, "0-3,8") && strstr(err.text, "0-6,11"), "\"%s\": %s", wrong[i], err.text);
	}
}

Test(base_cpus, a_cpu_that_is_none_of_ours_is_named_with_those_that_are)
{
	static const struct {
		const char *text, *cpu;
	} wrong[] = {
		{ "7", "CPU 7 " },
		{ "0-11", "CPU 7 " },
		{ "1,10", "CPU 10 " },
		{ "12", "CPU 12 " },
		{ "11-70000", "CPU 12 " },
		{ "1024", "CPU 1024 " },
		{ "2147483647", "CPU 2147483647 " },
	};
	cpu_set_t allowed = machine();
	struct mst_error err;
	struct mst_cpus cpus;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		err.text[0] = '\0';
		cr_expect_eq(mst_cpus_read(&cpus, wrong[i].text, &allowed, &err), -EINVAL, "%s was taken",
		             wrong[i].text);
		cr_expect(strstr(err.text, wrong[i].cpu) && strstr(err.text, "0-6,11"), "%s: %s", wrong[i].text,
		          err.text);
	}
}

Test(base_cpus, a_set_is_written_in_ranges_and_cut_where_there_is_no_room)
{
	cpu_set_t set = machine();
	char text[64], small[4];

	cr_expect_str_eq(mst_cpus_write(text, sizeof text, &set), "0-6,11");
	cr_expect_str_eq(mst_cpus_write(small, sizeof small, &set), "0-6");
	CPU_ZERO(&set);
	cr_expect_str_eq(mst_cpus_write(text, sizeof text, &set), "");
	CPU_SET(MST_CPUS_MAX - 1, &set);
	cr_expect_str_eq(mst_cpus_write(text, sizeof text, &set), "1023");
}

/* Where the calling thread runs, told by itself. */
static int note_affinity(void *argument)
{
	return sched_getaffinity(0, sizeof(cpu_set_t), argument) == 0 ? 42 : -errno;
}

Test(base_cpus, work_is_done_on_the_cpu_it_is_sent_to_and_leaves_the_caller_where_it_was)
{
	cpu_set_t before, one, there, after;
	size_t last = 0;

	mst_cpus_allowed(&before);
	for (size_t cpu = 0; cpu < MST_CPUS_MAX; cpu++) {
		if (CPU_ISSET(cpu, &before))
			last = cpu;
	}
	CPU_ZERO(&one);
	CPU_SET(last, &one);
	cr_expect_eq(mst_cpus_work(&one, note_affinity, &there, NULL), 42);
	cr_expect(CPU_EQUAL(&there, &one));
	mst_cpus_allowed(&after);
	cr_expect(CPU_EQUAL(&after, &before));
	cr_expect_eq(mst_cpus_work(NULL, note_affinity, &there, NULL), 42);
	cr_expect(CPU_EQUAL(&there, &before));
}

Test(base_cpus, work_on_a_cpu_that_is_not_there_is_not_done)
{
	struct mst_error err = { "" };
	cpu_set_t none, untouched;

	CPU_ZERO(&none);
	CPU_ZERO(&untouched);
	CPU_SET(MST_CPUS_MAX - 1, &none);
	cr_expect_eq(mst_cpus_work(&none, note_affinity, &untouched, &err), -ENXIO);
	cr_expect(strstr(err.text, "CPU 1023"), "%s", err.text);
	cr_expect_eq(CPU_COUNT(&untouched), 0);
}
