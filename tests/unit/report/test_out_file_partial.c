/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_out_file_partial.c - a partial file that a killed writer left is removed by the next writer; those of running
 * writers, and files of others, are not.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/partial.h"
#include "unit/report/fixture_report.h"

static char *path_in(const struct report_fixture *fixture, const char *name)
{
	char *path;

	cr_assert_gt(asprintf(&path, "%s/%s", fixture->folder, name), 0);
	return path;
}

/* A writer that ends as by kill -9, and leaves its partial file. */
static void kill_a_writer_of(const char *path)
{
	pid_t child = fork();
	char *partial;
	int status;

	if (child == 0)
		_exit(mst_partial_open(path, 0666, &partial) < 0);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert_eq(status, 0);
}

Test(report_out_file_partial, what_a_killed_writer_left_is_removed_by_the_next_of_the_same_name)
{
	struct report_fixture fixture = fixture_new();
	char *path = path_in(&fixture, "a.csv"), *other = path_in(&fixture, "b.csv"), *partial;
	int fd;

	kill_a_writer_of(path);
	cr_assert_eq(fixture_files(&fixture), 1);
	fd = mst_partial_open(other, 0666, &partial);
	cr_assert_geq(fd, 0);
	cr_assert_eq(fixture_files(&fixture), 2, "another output's");
	close(fd);
	free(partial);
	fd = mst_partial_open(path, 0666, &partial);
	cr_assert_geq(fd, 0);
	cr_assert_eq(fixture_files(&fixture), 2, "its own; the dead one is gone, and that of b.csv is not");
	cr_assert_eq(access(partial, F_OK), 0);
	close(fd);
	free(partial);
	free(path);
	free(other);
	fixture_free(&fixture);
}

Test(report_out_file_partial, a_file_of_a_running_writer_is_left_alone)
{
	struct report_fixture fixture = fixture_new();
	char *path = path_in(&fixture, "a.csv"), *one, *two;
	int first = mst_partial_open(path, 0666, &one), second = mst_partial_open(path, 0666, &two);

	cr_assert_geq(first, 0);
	cr_assert_geq(second, 0);
	cr_assert_eq(access(one, F_OK), 0);
	cr_assert_eq(access(two, F_OK), 0);
	close(first);
	close(second);
	free(one);
	free(two);
	free(path);
	fixture_free(&fixture);
}

Test(report_out_file_partial, what_only_looks_like_ours_is_left_alone)
{
	static const char *const alike[] = { ".a.csv.backup", ".a.csv.abc123", ".a.csv.aaaaaa",
		                             ".a.csv.12345",  "a.csv.abc123",  ".a.csv" };
	struct report_fixture fixture = fixture_new();
	char *path = path_in(&fixture, "a.csv"), *partial;
	int fd;

	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		fixture_put(&fixture, alike[i], "mine");
	fd = mst_partial_open(path, 0666, &partial);
	cr_assert_geq(fd, 0);
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
		cr_expect(fixture_has(&fixture, alike[i]), "%s", alike[i]);
	close(fd);
	free(partial);
	free(path);
	fixture_free(&fixture);
}

Test(report_out_file_partial, a_name_may_be_as_long_as_names_may_be)
{
	struct report_fixture fixture = fixture_new();
	char name[256] = "", *path, *partial;
	int fd;

	memset(name, 'n', sizeof name - 1);
	path = path_in(&fixture, name);
	kill_a_writer_of(path);
	fd = mst_partial_open(path, 0666, &partial);
	cr_assert_geq(fd, 0, "%s", strerror(-fd));
	cr_assert_eq(fixture_files(&fixture), 1, "that of the dead writer is gone");
	close(fd);
	free(partial);
	free(path);
	fixture_free(&fixture);
}

Test(report_out_file_partial, what_is_kept_has_another_name_and_is_never_removed)
{
	struct report_fixture fixture = fixture_new();
	char *path = path_in(&fixture, "a.csv"), *kept, *partial;
	int fd = mst_partial_open(path, 0666, &kept), next;

	cr_assert_geq(fd, 0);
	mst_partial_keep(&kept);
	close(fd);
	next = mst_partial_open(path, 0666, &partial);
	cr_assert_geq(next, 0);
	cr_assert_eq(access(kept, F_OK), 0);
	cr_assert_neq(strrchr(kept, '/')[1], '.');
	close(next);
	free(partial);
	free(kept);
	free(path);
	fixture_free(&fixture);
}
