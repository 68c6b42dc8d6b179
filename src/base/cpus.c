/* SPDX-License-Identifier: BSD-2-Clause */
/* cpus.c - see cpus.h. */
#include "base/cpus.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

#define LIST_TEXT 256

void mst_cpus_allowed(cpu_set_t *allowed)
{
	CPU_ZERO(allowed);
	if (sched_getaffinity(0, sizeof *allowed, allowed) == 0)
		return;
	/* More CPUs than the set can hold: allow all numbers; the kernel refuses those that do not exist. */
	for (size_t cpu = 0; cpu < MST_CPUS_MAX; cpu++)
		CPU_SET(cpu, allowed);
}

size_t mst_cpus_count(void)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof allowed, &allowed) < 0 || CPU_COUNT(&allowed) < 1)
		return 1;
	return (size_t)CPU_COUNT(&allowed);
}

const char *mst_cpus_write(char *text, size_t size, const cpu_set_t *set)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t first = 0; first < MST_CPUS_MAX && used < size; first++) {
		size_t last = first;

		if (!CPU_ISSET(first, set))
			continue;
		while (last + 1 < MST_CPUS_MAX && CPU_ISSET(last + 1, set))
			last++;
		used += (size_t)snprintf(text + used, size - used, "%s%zu", used ? "," : "", first);
		if (last > first && used < size)
			used += (size_t)snprintf(text + used, size - used, "-%zu", last);
		first = last;
	}
	return text;
}

/* ---- reading ---- */

/* N, N-M or N-M:STEP. */
struct range {
	unsigned long first, last, step;
};

/* Digits only (strtoul alone accepts signs and blanks), and small enough that a step beyond the last does not wrap. */
static bool read_number(const char **at, unsigned long *number)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	*number = strtoul(*at, &end, 10);
	*at = end;
	return *number <= INT32_MAX;
}

static bool read_range(const char **at, struct range *range)
{
	range->step = 1;
	if (!read_number(at, &range->first))
		return false;
	range->last = range->first;
	if (**at != '-')
		return true;
	++*at;
	if (!read_number(at, &range->last) || range->last < range->first)
		return false;
	if (**at != ':')
		return true;
	++*at;
	return read_number(at, &range->step) && range->step > 0;
}

static void add(struct mst_cpus *cpus, unsigned long cpu)
{
	for (size_t i = 0; i < cpus->count; i++) {
		if (cpus->numbers[i] == cpu)
			return;
	}
	cpus->numbers[cpus->count++] = (uint16_t)cpu;
}

int mst_cpus_read(struct mst_cpus *cpus, const char *text, const cpu_set_t *allowed, struct mst_error *err)
{
	char list[LIST_TEXT];
	const char *at = text;
	struct range range;

	cpus->count = 0;
	do {
		at += at != text; /* the comma */
		if (!read_range(&at, &range) || (*at && *at != ','))
			return mst_fail(err, -EINVAL, "--cpus %s: expected a list such as 0-3,8, of CPUs out of %s",
			                *text ? text : "\"\"", mst_cpus_write(list, sizeof list, allowed));
		for (unsigned long cpu = range.first; cpu <= range.last; cpu += range.step) {
			if (cpu >= MST_CPUS_MAX || !CPU_ISSET(cpu, allowed))
				return mst_fail(err, -EINVAL,
				                "--cpus %s: there is no CPU %lu for this process; expected some of %s",
				                text, cpu, mst_cpus_write(list, sizeof list, allowed));
			add(cpus, cpu);
		}
	} while (*at);
	return 0;
}

/* ---- threads ---- */

int mst_cpus_start(pthread_t *thread, const cpu_set_t *set, void *(*run)(void *argument), void *argument,
                   struct mst_error *err)
{
	char list[LIST_TEXT];
	pthread_attr_t attributes;
	int code = pthread_attr_init(&attributes);

	if (code == 0) {
		if (set)
			code = pthread_attr_setaffinity_np(&attributes, sizeof *set, set);
		if (code == 0)
			code = pthread_create(thread, &attributes, run, argument);
		pthread_attr_destroy(&attributes);
	}
	if (code == EINVAL && set)
		return mst_fail(err, -ENXIO,
		                "no thread can run on CPU %s: it is offline, or no longer allowed for this process",
		                mst_cpus_write(list, sizeof list, set));
	return code ? mst_fail(err, -code, "cannot start a thread: %s", strerror(code)) : 0;
}

struct errand {
	int (*work)(void *argument);
	void *argument;
	int code;
};

static void *run_errand(void *argument)
{
	struct errand *errand = argument;

	errand->code = errand->work(errand->argument);
	return NULL;
}

int mst_cpus_work(const cpu_set_t *set, int (*work)(void *argument), void *argument, struct mst_error *err)
{
	struct errand errand = { work, argument, 0 };
	pthread_t thread;
	int code;

	if (!set)
		return work(argument);
	code = mst_cpus_start(&thread, set, run_errand, &errand, err);
	if (code < 0)
		return code;
	pthread_join(thread, NULL);
	return errand.code;
}
