/* SPDX-License-Identifier: BSD-2-Clause */
/* environment.c - see environment.h. */
#include "watch/environment.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* As login(1) sets it; empty: the user is not known. */
static void write_home(char *home, size_t size)
{
	struct passwd user, *found = NULL;
	char memory[4096];

	home[0] = '\0';
	if (getpwuid_r(getuid(), &user, memory, sizeof memory, &found) == 0 && found)
		snprintf(home, size, "HOME=%s", user.pw_dir);
}

static size_t count_of(const struct mst_variables *variables)
{
	size_t count = 0;

	for (size_t at = 0; at < variables->length; at += strlen(variables->text + at) + 1)
		count++;
	return count;
}

char **mst_environment_of_commands(const struct mst_variables *variables, char *home, size_t size)
{
	size_t inherited = 0, count = 0;
	char **all;

	while (environ[inherited])
		inherited++;
	all = calloc(count_of(variables) + inherited + 2, sizeof *all);
	if (!all)
		return NULL;
	for (size_t at = 0; at < variables->length; at += strlen(variables->text + at) + 1)
		all[count++] = (char *)variables->text + at;
	for (size_t i = 0; i < inherited; i++) {
		if (!mst_variables_name(environ[i]))
			all[count++] = environ[i];
	}
	if (getenv("HOME"))
		return all;
	write_home(home, size);
	all[count] = *home ? home : NULL;
	return all;
}
