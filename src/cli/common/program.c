/* program.c - see program.h. */
#include "cli/common/program.h"

#include <errno.h>
#include <linux/limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "muster"

/* Whether `folder`, the first `length` bytes of it, is where `PROGRAM` is found; *found tells whether it is this program. */
static bool looks_in(const char *folder, size_t length, const struct stat *self, bool *found)
{
	char path[PATH_MAX];
	struct stat there;

	if ((size_t)snprintf(path, sizeof path, "%.*s/" PROGRAM, length ? (int)length : 1, length ? folder : ".") >= sizeof path ||
	    access(path, X_OK) != 0 || stat(path, &there) != 0 || !S_ISREG(there.st_mode))
		return false;
	*found = there.st_dev == self->st_dev && there.st_ino == self->st_ino;
	return true;
}

/* As a shell looks: the first folder of PATH that has one decides. */
static bool is_in_path(void)
{
	const char *path = getenv("PATH");
	struct stat self;
	bool found = false;

	if (!path || stat("/proc/self/exe", &self) != 0)
		return false;
	for (;;) {
		size_t length = strcspn(path, ":");

		if (looks_in(path, length, &self, &found) || !path[length])
			return found;
		path += length + 1;
	}
}

const char *mst_program_name(void)
{
	return is_in_path() ? PROGRAM : program_invocation_name;
}
