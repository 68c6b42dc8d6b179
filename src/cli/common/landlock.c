/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * landlock.c - see landlock.h. The C library has no calls for it, and headers of the kernel may be older than the
 * kernel: what is handled follows the version that the kernel tells.
 */
#include "cli/common/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Later than the headers of Debian 12. */
#define TRUNCATE_FILE (UINT64_C(1) << 14)
#define TCP_BIND_AND_CONNECT UINT64_C(3)
#define SCOPE_SOCKETS_AND_SIGNALS UINT64_C(3)

struct attributes {
	uint64_t files, network, scoped;
};

#define IN_A_FOLDER \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	 LANDLOCK_ACCESS_FS_REFER | TRUNCATE_FILE)

static struct attributes handled_by(int version, const struct mst_rights *rights)
{
	struct attributes handled = {
		.files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
		         LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
		         LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
		         LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
	};

	if (version >= 2)
		handled.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		handled.files |= TRUNCATE_FILE;
	if (version >= 4 && !rights->connects && !rights->resolves)
		handled.network = TCP_BIND_AND_CONNECT;
	if (version >= 6)
		handled.scoped = SCOPE_SOCKETS_AND_SIGNALS;
	return handled;
}

/* Older kernels know a shorter structure. */
static size_t size_for(int version)
{
	return version >= 6 ? 24 : version >= 4 ? 16 : 8;
}

/* ---- what may be written ---- */

struct rules {
	int fd;
	uint64_t handled;
};

/* What is not there cannot be allowed: opening it fails by itself. Pipes have no place, and are never refused. */
static void allow(const struct rules *rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = access & rules->handled,
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};

	if (beneath.parent_fd < 0)
		return;
	(void)syscall(SYS_landlock_add_rule, rules->fd, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent_fd);
}

static void allow_folder_of(const struct rules *rules, const char *path)
{
	const char *name = strrchr(path, '/');
	char folder[PATH_MAX];

	if (!name)
		allow(rules, ".", IN_A_FOLDER);
	else if (snprintf(folder, sizeof folder, "%.*s", (int)(name - path + 1), path) < (int)sizeof folder)
		allow(rules, folder, IN_A_FOLDER);
}

/* A file has others beside it until it is whole, or as long as it is a database; a device is written as it is. */
static void allow_output(const struct rules *rules, const char *path)
{
	char real[PATH_MAX];
	struct stat status;

	if (strcmp(path, "-") == 0)
		return;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		allow(rules, path, LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE_FILE);
		return;
	}
	allow_folder_of(rules, path);
	if (realpath(path, real))
		allow_folder_of(rules, real);
}

static void allow_all(const struct rules *rules, const struct mst_rights *rights)
{
	const struct mst_words *outputs = rights->files.outputs;
	const char *temporary = secure_getenv("TMPDIR");

	for (size_t i = 0; outputs && i < outputs->count; i++)
		allow_output(rules, mst_files_path_of(outputs->items[i]));
	for (size_t i = 0; rights->files.replaced && i < rights->files.replaced->count; i++)
		allow_output(rules, rights->files.replaced->items[i]);
	if (rights->files.path)
		allow_output(rules, rights->files.path);
	if (rights->files.journal)
		allow_output(rules, rights->files.journal);
	if (rights->state)
		allow(rules, rights->state, IN_A_FOLDER);
	if (rights->spools)
		allow(rules, "/tmp", IN_A_FOLDER);
	if (rights->spools && temporary)
		allow(rules, temporary, IN_A_FOLDER);
	allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE);
	allow(rules, "/dev/tty", LANDLOCK_ACCESS_FS_WRITE_FILE);
}

int mst_landlock_enter(const struct mst_rights *rights, struct mst_error *err)
{
	int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION), code = 0;
	struct attributes handled = handled_by(version, rights);
	struct rules rules;

	if (version < 1)
		return 1;
	rules = (struct rules){
		.fd = (int)syscall(SYS_landlock_create_ruleset, &handled, size_for(version), 0),
		.handled = handled.files,
	};
	if (rules.fd < 0)
		return mst_fail(err, -errno, "Landlock refuses the sandbox: %s", strerror(errno));
	allow_all(&rules, rights);
	if (syscall(SYS_landlock_restrict_self, rules.fd, 0) < 0)
		code = mst_fail(err, -errno, "Landlock refuses the sandbox: %s", strerror(errno));
	close(rules.fd);
	return code;
}
