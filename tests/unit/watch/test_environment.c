/* SPDX-License-Identifier: BSD-2-Clause */
/* test_environment.c - the environment of commands. */
#include "watch/environment.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static size_t count_of(char **environment, const char *entry)
{
	size_t count = 0;

	for (; *environment; environment++)
		count += strncmp(*environment, entry, strlen(entry)) == 0;
	return count;
}

Test(watch_environment, the_event_takes_the_place_of_what_was_there)
{
	static const struct mst_variables variables = { "MUSTER_ADDR=10.0.0.1", 21 };
	char home[PATH_MAX], **environment;

	setenv("MUSTER_ADDR", "old", 1);
	setenv("MUSTER_NAME", "old", 1);
	setenv("OTHER", "kept", 1);
	unsetenv("HOME");
	environment = mst_environment_of_commands(&variables, home, sizeof home);
	cr_assert_not_null(environment);
	cr_expect_str_eq(environment[0], "MUSTER_ADDR=10.0.0.1");
	cr_expect_eq(count_of(environment, "MUSTER_ADDR="), 1);
	cr_expect_eq(count_of(environment, "MUSTER_NAME="), 0);
	cr_expect_eq(count_of(environment, "OTHER=kept"), 1);
	cr_expect_eq(count_of(environment, "HOME=/"), 1);
	free(environment);
}
