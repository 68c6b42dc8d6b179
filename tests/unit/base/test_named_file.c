/* SPDX-License-Identifier: BSD-2-Clause */
/* test_named_file.c - what a path may be, when a file gets its name, and what is left without one. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/named_file.h"
#include "base/partial.h"

struct folder {
	char path[32];
};

static struct folder new_folder(void)
{
	struct folder folder = { "/tmp/muster-named-XXXXXX" };

	cr_assert_not_null(mkdtemp(folder.path));
	cr_assert_eq(chdir(folder.path), 0);
	return folder;
}

/* Fails when a file is in it that the test has not removed. */
static void end(const struct folder *folder)
{
	cr_assert_eq(rmdir(folder->path), 0, "%s: %s", folder->path, strerror(errno));
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert_not_null(file);
	cr_assert_geq(fputs(text, file), 0);
	cr_assert_eq(fclose(file), 0);
}

static void assert_text(const char *path, const char *wanted)
{
	char text[32] = "";
	FILE *file = fopen(path, "r");

	cr_assert_not_null(file, "%s", path);
	cr_assert(fgets(text, sizeof text, file) || !*wanted);
	fclose(file);
	cr_assert_str_eq(text, wanted);
}

static struct mst_named_file open_one(const char *path, bool partial, bool force)
{
	struct mst_named_file file;
	struct mst_error err = { "" };

	cr_assert_eq(mst_named_file_open(&file, path, partial, 0600, force, &err), 0, "%s", err.text);
	return file;
}

static void assert_refused(const char *path, bool partial, int code, const char *sentence)
{
	struct mst_named_file file;
	struct mst_error err = { "" };

	cr_assert_eq(mst_named_file_open(&file, path, partial, 0600, false, &err), code, "%s: %s", path, err.text);
	cr_assert_str_eq(err.text, sentence);
	cr_assert_null(file.path);
	mst_named_file_free(&file);
}

Test(base_named_file, a_partial_file_has_its_name_only_when_it_is_named)
{
	struct folder folder = new_folder();
	struct mst_named_file file = open_one("a", true, false);

	cr_assert_eq(write(file.fd, "x", 1), 1);
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(rmdir(folder.path), 0, "nothing in it has a name, and a killed writer would leave nothing");
	cr_assert_eq(mkdir(folder.path, 0700), 0);
	mst_named_file_free(&file);
	cr_assert_eq(chdir(folder.path), 0);
	file = open_one("a", true, false);
	cr_assert_eq(write(file.fd, "x", 1), 1);
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(mst_named_file_name(&file, "report", NULL), 0);
	assert_text("a", "x");
	mst_named_file_free(&file);
	cr_assert_eq(unlink("a"), 0);
	end(&folder);
}

/* As on a file system where a file without a name cannot be had. */
Test(base_named_file, where_every_file_has_a_name_it_is_a_hidden_one)
{
	struct folder folder = new_folder();
	struct mst_named_file file = {
		.kind = MST_NAMED_PARTIAL, .lock = -1, .replaced = -1, .path = strdup("a"), .real = strdup("a")
	};
	char *partial, *next;
	int fd;

	file.fd = mst_partial_open("a", 0600, &file.partial_path);
	cr_assert_geq(file.fd, 0);
	partial = strdup(file.partial_path);
	cr_assert_eq(write(file.fd, "x", 1), 1);
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(access("a", F_OK), -1);
	/* Closed, but still locked: another writer of that name leaves it alone. */
	fd = mst_partial_open("a", 0600, &next);
	cr_assert_geq(fd, 0);
	cr_assert_eq(access(partial, F_OK), 0);
	cr_assert_eq(unlink(next), 0);
	close(fd);
	cr_assert_eq(mst_named_file_name(&file, "report", NULL), 0);
	cr_assert_eq(access(partial, F_OK), -1);
	assert_text("a", "x");
	mst_named_file_free(&file);
	cr_assert_eq(unlink("a"), 0);
	free(partial);
	free(next);
	end(&folder);
}

static void replace(const char *path, bool partial, const char *text)
{
	struct mst_named_file file;

	cr_assert_eq(mst_named_file_open(&file, path, partial, 0666, true, NULL), 0);
	cr_assert_eq(ftruncate(file.fd, 0), 0);
	cr_assert_eq(write(file.fd, text, strlen(text)), (ssize_t)strlen(text));
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(mst_named_file_name(&file, "report", NULL), 0);
	mst_named_file_free(&file);
}

static struct stat look_at(const char *path)
{
	struct stat status;

	cr_assert_eq(lstat(path, &status), 0, "%s", path);
	return status;
}

Test(base_named_file, a_file_that_is_replaced_keeps_its_mode_and_its_names)
{
	struct folder folder = new_folder();

	for (int partial = 0; partial < 2; partial++) {
		write_file("a", "an older text that is longer");
		cr_assert_eq(chmod("a", 0624), 0);
		replace("a", partial, "new");
		cr_assert_eq(look_at("a").st_mode & 07777, 0624u);
		assert_text("a", "new");
		cr_assert_eq(link("a", "b"), 0);
		replace("a", partial, "newer");
		assert_text("b", "newer");
		cr_assert_eq(look_at("a").st_ino, look_at("b").st_ino);
		cr_assert_eq(unlink("a") | unlink("b"), 0);
	}
	end(&folder);
}

Test(base_named_file, a_link_counts_as_the_file_that_it_leads_to)
{
	struct folder folder = new_folder();

	cr_assert_eq(mkdir("far", 0700), 0);
	cr_assert_eq(symlink("far/second", "first"), 0);
	cr_assert_eq(symlink("file", "far/second"), 0);
	for (int partial = 0; partial < 2; partial++) {
		struct mst_named_file file = open_one("first", partial, false);

		/* There is no such file yet. */
		cr_assert_eq(write(file.fd, "made", 4), 4);
		cr_assert_eq(mst_named_file_close(&file), 0);
		cr_assert_eq(mst_named_file_name(&file, "report", NULL), 0);
		mst_named_file_free(&file);
		assert_text("far/file", "made");
		assert_refused("first", partial, -EEXIST, "first exists: choose another name or use --force");
		replace("first", partial, "replaced");
		assert_text("far/file", "replaced");
		cr_assert(S_ISLNK(look_at("first").st_mode) && S_ISLNK(look_at("far/second").st_mode));
		cr_assert_eq(unlink("far/file"), 0);
	}
	cr_assert_eq(unlink("first") | unlink("far/second") | rmdir("far"), 0);
	end(&folder);
}

Test(base_named_file, what_is_kept_replaces_nothing)
{
	struct folder folder = new_folder();
	struct mst_named_file file = open_one("a", true, true);
	const char *kept;

	cr_assert_eq(write(file.fd, "part", 4), 4);
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_str_eq(mst_named_file_keep(&file), "a");
	mst_named_file_free(&file);
	assert_text("a", "part");
	file = open_one("a", true, true);
	cr_assert_eq(write(file.fd, "another", 7), 7);
	cr_assert_eq(mst_named_file_close(&file), 0);
	kept = mst_named_file_keep(&file);
	cr_assert_eq(strncmp(kept, "a.", 2), 0);
	assert_text("a", "part");
	assert_text(kept, "another");
	cr_assert_eq(unlink(kept) | unlink("a"), 0);
	mst_named_file_free(&file);
	end(&folder);
}

Test(base_named_file, without_a_name_a_partial_file_is_removed)
{
	struct folder folder = new_folder();
	struct mst_named_file file = open_one("a", true, false);

	mst_named_file_free(&file);
	file = open_one("a", true, false);
	mst_named_file_drop(&file);
	cr_assert_str_eq(file.path, "a");
	mst_named_file_free(&file);
	end(&folder);
}

Test(base_named_file, a_file_that_came_meanwhile_is_kept_and_so_is_ours)
{
	struct folder folder = new_folder();
	struct mst_named_file file = open_one("a", true, false);
	struct mst_error err = { "" };
	char *ours;

	cr_assert_eq(write(file.fd, "ours", 4), 4);
	write_file("a", "theirs");
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(mst_named_file_name(&file, "report", &err), -EEXIST);
	ours = strstr(err.text, "; the report is in ");
	cr_assert_not_null(ours, "%s", err.text);
	ours += strlen("; the report is in ");
	mst_named_file_free(&file);
	assert_text("a", "theirs");
	assert_text(ours, "ours");
	cr_assert_eq(unlink(ours), 0);
	cr_assert_eq(unlink("a"), 0);
	end(&folder);
}

Test(base_named_file, with_force_a_file_is_replaced_at_the_end)
{
	struct folder folder = new_folder();
	struct mst_named_file file;

	write_file("a", "old");
	file = open_one("a", true, true);
	assert_text("a", "old");
	cr_assert_eq(write(file.fd, "new", 3), 3);
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(mst_named_file_name(&file, "report", NULL), 0);
	mst_named_file_free(&file);
	assert_text("a", "new");
	cr_assert_eq(unlink("a"), 0);
	end(&folder);
}

Test(base_named_file, a_direct_file_is_there_at_once_and_stays)
{
	struct folder folder = new_folder();
	struct mst_named_file file = open_one("a", false, false);

	cr_assert(file.created);
	cr_assert_eq(write(file.fd, "x", 1), 1);
	mst_named_file_free(&file);
	assert_text("a", "x");
	file = open_one("a", false, true);
	cr_assert_not(file.created);
	assert_text("a", "x");
	mst_named_file_free(&file);
	cr_assert_eq(unlink("a"), 0);
	end(&folder);
}

Test(base_named_file, devices_and_pipes_are_written_to_as_they_are)
{
	struct mst_named_file file = open_one("/dev/null", true, false);

	cr_assert_eq(file.kind, MST_NAMED_DEVICE);
	cr_assert_null(file.partial_path);
	cr_assert_eq(mst_named_file_close(&file), 0);
	cr_assert_eq(mst_named_file_name(&file, "report", NULL), 0);
	mst_named_file_free(&file);
}

Test(base_named_file, what_cannot_be_an_output_is_refused_in_a_sentence)
{
	struct folder folder = new_folder();

	write_file("a", "x");
	cr_assert_eq(symlink("a", "link") | symlink("ring", "ring"), 0);
	for (int partial = 0; partial < 2; partial++) {
		assert_refused("a", partial, -EEXIST, "a exists: choose another name or use --force");
		assert_refused("link", partial, -EEXIST, "link exists: choose another name or use --force");
		assert_refused("ring", partial, -ELOOP,
		               "ring: cannot be opened for writing: Too many levels of symbolic links");
		assert_refused(".", partial, -EISDIR, ". is a folder: name a file in it");
		assert_refused("none/a", partial, -ENOENT,
		               "none/a: cannot be opened for writing: No such file or directory");
	}
	cr_assert_eq(unlink("a"), 0);
	cr_assert_eq(unlink("link") | unlink("ring"), 0);
	end(&folder);
}
