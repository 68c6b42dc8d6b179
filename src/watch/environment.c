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

char **mst_environment_of_commands(char *home, size_t size)
{
	size_t count = 0;
	char **variables;

	while (environ[count])
		count++;
	variables = calloc(count + 2, sizeof *variables);
	if (!variables)
		return NULL;
	memcpy(variables, environ, count * sizeof *variables);
	if (getenv("HOME"))
		return variables;
	write_home(home, size);
	variables[count] = *home ? home : NULL;
	return variables;
}
