/* SPDX-License-Identifier: BSD-2-Clause */
/* The folder of journals, and what an ID or its beginning means in it. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common/state.h"

static char home[] = "/tmp/state-XXXXXX";
static char folder[PATH_MAX];

static void begin(void)
{
	cr_assert(mkdtemp(home));
	unsetenv("SUDO_UID");
	setenv("HOME", home, 1);
	unsetenv("XDG_STATE_HOME");
	snprintf(folder, sizeof folder, "%s/journals", home);
	cr_assert_eq(mkdir(folder, 0700), 0);
}

static void add(const char *name)
{
	char path[PATH_MAX + 64];
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	cr_assert(fd >= 0);
	close(fd);
}

static void end(void)
{
	char command[PATH_MAX];

	snprintf(command, sizeof command, "rm -r %s", home);
	cr_assert_eq(system(command), 0);
}

Test(cli_common_state, is_in_the_home_or_where_the_variable_says, .init = begin, .fini = end)
{
	char path[PATH_MAX], expected[PATH_MAX];
	struct mst_error err;

	cr_assert_eq(mst_state_folder(path, &err), 0);
	snprintf(expected, sizeof expected, "%s/.local/state/muster", home);
	cr_assert_str_eq(path, expected);
	setenv("XDG_STATE_HOME", "/var/x", 1);
	cr_assert_eq(mst_state_folder(path, &err), 0);
	cr_assert_str_eq(path, "/var/x/muster");
	setenv("XDG_STATE_HOME", "relative", 1); /* is ignored, as its specification says */
	cr_assert_eq(mst_state_folder(path, &err), 0);
	cr_assert_str_eq(path, expected);
	setenv("XDG_STATE_HOME", "/var/x", 1); /* of another user: sudo may keep it */
	setenv("SUDO_UID", "4242", 1);
	mst_state_folder(path, &err);
	cr_assert_str_neq(path, "/var/x/muster");
}

Test(cli_common_state, is_made_for_its_user_alone, .init = begin, .fini = end)
{
	char path[PATH_MAX + 16];
	struct stat status;
	struct mst_error err;

	cr_assert_eq(mst_state_folder(path, &err), 0);
	cr_assert_eq(mst_state_make(path, &err), 0, "%s", err.text);
	cr_assert_eq(mst_state_make(path, &err), 0, "%s", err.text);
	cr_assert_eq(stat(path, &status), 0);
	cr_assert_eq(status.st_mode & 07777, 0700);
	cr_assert_eq(mst_state_make("/proc/muster", &err), -ENOENT);
	add("file");
	snprintf(path, sizeof path, "%s/file", folder);
	cr_assert_eq(mst_state_make(path, &err), -ENOTDIR);
}

Test(cli_common_state, an_id_is_found_by_its_beginning, .init = begin, .fini = end)
{
	char path[PATH_MAX];
	struct mst_error err;

	add("20261129-103015-7f3a.journal");
	add("20261129-103015-7f3b.journal");
	add("20261130-000000-0000.journal");
	add("20261201-000000-0000.journal.old");
	add("other.journal");
	cr_assert_eq(mst_state_find(path, folder, "20261130", &err), 0, "%s", err.text);
	cr_assert(strstr(path, "/20261130-000000-0000.journal"));
	cr_assert_eq(mst_state_find(path, folder, "20261129-103015-7f3b", &err), 0, "%s", err.text);
	cr_assert_eq(mst_state_find(path, folder, "2026112", &err), -EINVAL);
	cr_assert(strstr(err.text, "2 runs begin so (20261129-103015-7f3a, 20261129-103015-7f3b)"), "%s", err.text);
	cr_assert_eq(mst_state_find(path, folder, "20261201", &err), -ENOENT);
	cr_assert_eq(mst_state_find(path, "/nowhere", "20261201", &err), -ENOENT);
}

Test(cli_common_state, what_is_no_id_is_a_file, .init = begin, .fini = end)
{
	char path[PATH_MAX], file[PATH_MAX + 16];
	struct mst_error err;

	add("x.bin");
	snprintf(file, sizeof file, "%s/x.bin", folder);
	cr_assert_eq(mst_state_find(path, folder, file, &err), 0);
	cr_assert_str_eq(path, file);
	cr_assert_eq(mst_state_find(path, folder, "2026/11", &err), -ENOENT);
	cr_assert(strstr(err.text, "2026/11: expected the ID of a run"), "%s", err.text);
	cr_assert_eq(mst_state_find(path, folder, "", &err), -ENOENT);
}
