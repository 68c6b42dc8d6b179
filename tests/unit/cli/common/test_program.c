/* SPDX-License-Identifier: BSD-2-Clause */
/* test_program.c - programs by name, as a shell finds them. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/program.h"

static char place[] = "/tmp/muster-program-XXXXXX";

static void make_file(const char *name, mode_t mode)
{
	int fd = open(name, O_CREAT | O_WRONLY, mode);

	cr_assert(fd >= 0 && fchmod(fd, mode) == 0);
	close(fd);
}

/* "first" has a folder called tool and a file that may not be run; "second" has both as programs. */
static void make_place(void)
{
	cr_assert(mkdtemp(place) && chdir(place) == 0);
	cr_assert(mkdir("first", 0755) == 0 && mkdir("first/tool", 0755) == 0 && mkdir("second", 0755) == 0);
	make_file("first/other", 0644);
	make_file("second/tool", 0755);
	make_file("second/other", 0755);
}

static void remove_place(void)
{
	const char *const files[] = { "first/other", "second/tool", "second/other" };
	const char *const folders[] = { "first/tool", "first", "second", place };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(files[i]);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		rmdir(folders[i]);
}

Test(cli_common_program, a_folder_or_a_file_that_may_not_be_run_is_no_program, .init = make_place, .fini = remove_place)
{
	struct stat found, wanted;

	cr_assert(!mst_program_find("tool", "first", &found) && !mst_program_find("first/tool", "second", &found));
	cr_assert(!mst_program_find("other", "first", &found));
	cr_assert(mst_program_find("tool", "first:second", &found) && stat("second/tool", &wanted) == 0);
	cr_assert(found.st_ino == wanted.st_ino);
	cr_assert(mst_program_find("second/tool", NULL, &found));
	cr_assert(!mst_program_find("tool", NULL, &found));
}

Test(cli_common_program, an_empty_part_of_the_list_is_the_current_folder, .init = make_place, .fini = remove_place)
{
	struct stat found;

	cr_assert_eq(chdir("second"), 0);
	cr_assert(mst_program_find("tool", "", &found) && mst_program_find("tool", "/nowhere:", &found));
	cr_assert(mst_program_find("tool", "/nowhere::/nowhere", &found) &&
	          !mst_program_find("tool", "/nowhere", &found));
	cr_assert_eq(chdir(".."), 0);
}
