/* SPDX-License-Identifier: BSD-2-Clause */
/* A child enters Landlock and writes: into the folders of its outputs alone. */
#include "cli/common/landlock.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char base[64], inside[96], outside[96];

static void make_folders(void)
{
	snprintf(base, sizeof base, "/tmp/muster-landlock-XXXXXX");
	cr_assert(mkdtemp(base));
	snprintf(inside, sizeof inside, "%s/in", base);
	snprintf(outside, sizeof outside, "%s/out", base);
	cr_assert(mkdir(inside, 0700) == 0 && mkdir(outside, 0700) == 0);
}

static void remove_file(const char *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	(void)unlink(path);
}

static void remove_folders(void)
{
	remove_file(inside, "made");
	remove_file(inside, "named");
	remove_file(outside, "made");
	cr_expect(rmdir(inside) == 0 && rmdir(outside) == 0 && rmdir(base) == 0);
}

/* errno of making a file there, or 0. */
static int make(const char *folder)
{
	char path[128];
	int fd;

	snprintf(path, sizeof path, "%s/made", folder);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	return fd < 0 ? errno : close(fd);
}

static int rename_made(void)
{
	char from[128], to[128];

	snprintf(from, sizeof from, "%s/made", inside);
	snprintf(to, sizeof to, "%s/named", inside);
	return rename(from, to) < 0 ? errno : 0;
}

/* 0: as it should be; 77: no Landlock; else which was wrong. */
static int live(const struct mst_rights *rights)
{
	int code;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	code = mst_landlock_enter(rights, NULL);
	if (code)
		return code == 1 ? 77 : 1;
	if (make(inside) != 0)
		return 2;
	if (make(outside) != EACCES)
		return 3;
	if (rename_made() != 0)
		return 4;
	if (open("/dev/null", O_WRONLY) < 0 || open("/etc/services", O_RDONLY) < 0)
		return 5;
	if (execl("/bin/true", "true", (char *)NULL) == 0 || errno != EACCES)
		return 6;
	return 0;
}

static void check(const struct mst_rights *rights)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(live(rights));
	cr_assert(waitpid(child, &status, 0) == child && WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		cr_skip_test("this kernel has no Landlock");
	cr_expect_eq(WEXITSTATUS(status), 0, "step %d", WEXITSTATUS(status));
}

Test(cli_common_landlock, files_are_made_beside_an_output_alone, .init = make_folders, .fini = remove_folders)
{
	char output[128];
	const char *items[] = { output };
	struct mst_words outputs = { items, 1 };
	struct mst_rights rights = { .files = { .outputs = &outputs } };

	snprintf(output, sizeof output, "csv:%s/named", inside);
	check(&rights);
}

Test(cli_common_landlock, files_are_made_beside_a_state_file, .init = make_folders, .fini = remove_folders)
{
	char path[128];
	struct mst_rights rights = { .files = { .path = path } };

	snprintf(path, sizeof path, "%s/state.db", inside);
	check(&rights);
}
