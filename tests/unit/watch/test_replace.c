/* SPDX-License-Identifier: BSD-2-Clause */
/* test_replace.c - files that are written again and again. */
#include "watch/replace.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];

static void begin(void)
{
	snprintf(folder, sizeof folder, "/tmp/mst-replace-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/a.html", folder);
}

static void end(void)
{
	unlink(path);
	rmdir(path);
	cr_expect_eq(rmdir(folder), 0, "nothing is left beside it");
}

TestSuite(watch_replace, .init = begin, .fini = end);

static int replace(const char *text, struct mst_error *err)
{
	return mst_replace_text(path, text, strlen(text), "html", err);
}

Test(watch_replace, the_new_text_stands_under_the_name_and_the_old_file_is_another_one)
{
	struct mst_error err;
	struct stat before, after;
	char text[16] = "";
	FILE *file;

	cr_assert_eq(replace("one", &err), 0);
	cr_assert_eq(stat(path, &before), 0);
	cr_assert_eq(replace("two", &err), 0);
	cr_assert_eq(stat(path, &after), 0);
	cr_expect_neq(before.st_ino, after.st_ino);
	file = fopen(path, "r");
	cr_assert(fgets(text, sizeof text, file));
	fclose(file);
	cr_expect_str_eq(text, "two");
}

Test(watch_replace, a_folder_stays)
{
	struct mst_error err;

	cr_assert_eq(mkdir(path, 0700), 0);
	cr_expect_eq(replace("one", &err), -EEXIST);
	cr_expect(strstr(err.text, "not a regular file"), "%s", err.text);
}

Test(watch_replace, the_sentence_names_the_option_and_the_file)
{
	struct mst_error err;

	cr_expect_eq(mst_replace_text("/no such folder/a.html", "x", 1, "html", &err), -ENOENT);
	cr_expect_str_eq(err.text, "--html /no such folder/a.html: its folder is not there");
}
