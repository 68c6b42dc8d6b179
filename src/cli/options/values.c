/* SPDX-License-Identifier: BSD-2-Clause */
/* values.c - see values.h. */
#include "cli/options/values.h"

#include <errno.h>
#include <muster/units.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/program.h"

#define NAMES_MAX 256

int mst_value_named(struct mst_error *err, int code, const char *option, const char *value)
{
	struct mst_error bare = *err;

	if (code == -EINVAL && strncmp(bare.text, "--", 2) != 0)
		return mst_fail(err, code, "--%s %s: %s", option, value, bare.text);
	return code;
}

void mst_names_add(char *names, size_t size, const char *name)
{
	size_t length = strlen(names);

	snprintf(names + length, size - length, "%s%s", length ? ", " : "", name);
}

int mst_value_check_engine(enum mst_engine_role role, const char *option, const char *value, struct mst_error *err)
{
	char names[NAMES_MAX] = "";
	const char *name;

	if (!value || strcmp(value, "auto") == 0 || mst_engine_absence(role, value))
		return 0;
	for (size_t i = 0; (name = mst_engine_name(role, i)); i++) {
		if (strcmp(name, value) == 0)
			return 0;
		mst_names_add(names, sizeof names, name);
	}
	return mst_fail(err, -EINVAL, "--%s %s: expected one of %s, auto", option, value, names);
}

/* An interface may be named by its index, too. */
static bool is_index(const char *value)
{
	char name[IF_NAMESIZE];
	uint64_t index;

	return mst_read_whole(&index, value, UINT32_MAX) == 0 && if_indextoname((unsigned)index, name);
}

int mst_value_check_interface(const char *option, const char *value, const char *also, struct mst_error *err)
{
	struct if_nameindex *all;
	char names[NAMES_MAX] = "";

	if (!value || if_nametoindex(value) || is_index(value) || (also && strcmp(value, also) == 0))
		return 0;
	all = if_nameindex();
	for (size_t i = 0; all && all[i].if_index; i++)
		mst_names_add(names, sizeof names, all[i].if_name);
	if_freenameindex(all);
	if (also)
		mst_names_add(names, sizeof names, also);
	return mst_fail(err, -EINVAL, "--%s %s: there is no such interface; there are: %s", option, value, names);
}

int mst_value_check_program(const char *option, const char *value, struct mst_error *err)
{
	const char *path = getenv("PATH");
	struct stat status;

	if (mst_program_find(value, path ? path : "/usr/bin:/bin", &status))
		return 0;
	return mst_fail(err, -EINVAL, "--%s %s: there is no such program, or it may not be run", option, value);
}

int mst_check_needs(const struct mst_arguments *arguments, const struct mst_need *needs, struct mst_error *err)
{
	for (; needs->option; needs++) {
		if (mst_given(arguments, needs->option) && !mst_given(arguments, needs->needed))
			return mst_fail(err, -EINVAL, "--%s means nothing without --%s", needs->option, needs->needed);
	}
	return 0;
}

int mst_check_contradictions(const struct mst_arguments *arguments, const struct mst_contradiction *pairs,
                             struct mst_error *err)
{
	for (; pairs->one; pairs++) {
		if (!mst_given(arguments, pairs->one) || !mst_given(arguments, pairs->other))
			continue;
		if (pairs->why)
			return mst_fail(err, -EINVAL, "%s: expected one of them", pairs->why);
		return mst_fail(err, -EINVAL, "--%s and --%s contradict each other: give one of them", pairs->one,
		                pairs->other);
	}
	return 0;
}
