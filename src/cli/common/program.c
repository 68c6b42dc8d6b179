/* SPDX-License-Identifier: BSD-2-Clause */
/* program.c - see program.h. */
#include "cli/common/program.h"

#include <errno.h>
#include <linux/limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "muster"

static bool is_program(const char *path, struct stat *status)
{
	return stat(path, status) == 0 && S_ISREG(status->st_mode) && access(path, X_OK) == 0;
}

bool mst_program_find(const char *name, const char *list, struct stat *status)
{
	char path[PATH_MAX];

	if (strchr(name, '/'))
		return is_program(name, status);
	while (list) {
		size_t length = strcspn(list, ":");
		int written = snprintf(path, sizeof path, "%.*s/%s", length ? (int)length : 1, length ? list : ".",
		                       name);

		if (written < (int)sizeof path && is_program(path, status))
			return true;
		list = list[length] ? list + length + 1 : NULL;
	}
	return false;
}

bool mst_program_is_named(const char *file, const char *list)
{
	struct stat own, found;

	return stat(file, &own) == 0 && mst_program_find(PROGRAM, list, &found) && found.st_dev == own.st_dev &&
	       found.st_ino == own.st_ino;
}

const char *mst_program_name(void)
{
	return mst_program_is_named("/proc/self/exe", getenv("PATH")) ? PROGRAM : program_invocation_name;
}
