/* SPDX-License-Identifier: BSD-2-Clause */
/* test_list.c - targets out of files. */
#include "unit/target/fixture_target.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define LINE_MAX_BYTES (1024 * 1024)

/* A file of these bytes, already unlinked: /dev/fd/N is its path. */
static int file_of(const char *bytes, size_t count, char *path, size_t size)
{
	FILE *file = tmpfile();
	int fd = dup(fileno(file));

	cr_assert_eq(fwrite(bytes, 1, count, file), count);
	fclose(file);
	lseek(fd, 0, SEEK_SET);
	snprintf(path, size, "/dev/fd/%d", fd);
	return fd;
}

static int load(struct mst_targets *targets, const char *bytes, size_t count, struct mst_error *err)
{
	char path[32];
	int fd = file_of(bytes, count, path, sizeof path);
	int code = mst_targets_add_file(targets, path, err);

	close(fd);
	return code;
}

static void expect_loaded(const char *bytes, const char *expected)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(load(targets, bytes, strlen(bytes), &err), 0, "%s", err.text);
	cr_expect_eq(mst_targets_close(targets, &err), 0, "%s", err.text);
	cr_expect_str_eq(intervals_of(targets), expected);
	mst_targets_free(targets);
}

Test(target_list, one_or_many_a_line_comments_and_blanks)
{
	expect_loaded("10.0.0.1\n10.0.0.3\n", "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3");
	expect_loaded("10.0.0.1 10.0.0.3\t10.0.0.5", "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3 10.0.0.5-10.0.0.5");
	expect_loaded("# all\r\n\r\n  10.0.0.1\r\n10.0.0.2#x 10.0.0.9\r\n \t \n", "10.0.0.1-10.0.0.2");
	expect_loaded("10.0.2.0/24\n10.0.0.1-2\n10.0.1.0-10.0.1.255", "10.0.0.1-10.0.0.2 10.0.1.0-10.0.2.255");
}

Test(target_list, files_of_other_systems_are_read_as_they_are_meant)
{
	expect_loaded("\xef\xbb\xbf"
	              "10.0.0.1\r\n10.0.0.3\r\n",
	              "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3");
	expect_loaded("\xef\xbb\xbf"
	              "10.0.0.1",
	              "10.0.0.1-10.0.0.1");
	expect_loaded("10.0.0.1,10.0.0.3\n10.0.0.5, 10.0.0.7,\n",
	              "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3 10.0.0.5-10.0.0.5 10.0.0.7-10.0.0.7");
	expect_loaded("http://10.0.0.1/\n[2001:db8::1]\n", "10.0.0.1-10.0.0.1 2001:db8::1-2001:db8::1");
}

static void expect_refused(const char *bytes, size_t count, const char *part)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(load(targets, bytes, count, &err), -EINVAL);
	cr_expect(strstr(err.text, part), "%s", err.text);
	cr_expect(strstr(err.text, "/dev/fd/"), "%s", err.text);
	mst_targets_free(targets);
}

#define REFUSED(bytes, part) expect_refused(bytes, sizeof bytes - 1, part)

Test(target_list, a_bad_line_is_named_with_its_number)
{
	REFUSED("10.0.0.1\n10.0.0.300\n", "line 2: target \"10.0.0.300\": an octet is over 255");
	REFUSED("\n\n# x\n10.0.0.1 10.0.0.1/", "line 4: target \"10.0.0.1/\"");
	REFUSED("10.0.0.1\n10.0.0.2\0\n", "line 2: a NUL byte");
	REFUSED("10.0.0.1 # \0", "line 1: a NUL byte");
	REFUSED("10.0.0.1\n\xef\xbb\xbf"
	        "10.0.0.2\n",
	        "line 2: target \"<U+FEFF byte order mark>10.0.0.2\": neither");
	REFUSED("10.0.0.1\xc2\xa0\n", "line 1: target \"10.0.0.1<U+00A0 no-break space>\"");
	REFUSED("\xff\xfe"
	        "1\0.\0",
	        "line 1: the file is UTF-16; expected UTF-8 or ASCII");
	REFUSED("10.0.0.1\n10.0.2.0 /24\n", "line 2: target \"/24\": a prefix length without its address");
}

Test(target_list, a_line_may_fill_the_block_and_no_more)
{
	char *bytes = malloc(LINE_MAX_BYTES + 32);
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };
	size_t count;

	memset(bytes, ' ', LINE_MAX_BYTES);
	memcpy(bytes, "10.0.0.7\n", 9);
	memcpy(bytes + LINE_MAX_BYTES + 9 - 10, "10.0.0.9\n", 10);
	count = LINE_MAX_BYTES + 8;
	cr_expect_eq(load(targets, bytes, count, &err), 0, "%s", err.text);
	cr_expect_eq(mst_targets_close(targets, &err), 0);
	cr_expect_str_eq(intervals_of(targets), "10.0.0.7-10.0.0.7 10.0.0.9-10.0.0.9");
	mst_targets_free(targets);
	memset(bytes + 9, ' ', LINE_MAX_BYTES + 1);
	expect_refused(bytes, LINE_MAX_BYTES + 10, "line 2: longer than 1 MiB");
	free(bytes);
}

Test(target_list, lines_cut_by_the_end_of_a_block_are_whole)
{
	size_t lines = 200000, at = 0;
	char *bytes = malloc(lines * 20);
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	for (size_t i = 0; i < lines; i++)
		at += (size_t)sprintf(bytes + at, "10.%zu.%zu.%zu\n", i >> 15 & 255, i >> 7 & 255, i << 1 & 255);
	cr_expect_eq(load(targets, bytes, at, &err), 0, "%s", err.text);
	cr_expect_eq(mst_targets_close(targets, &err), 0);
	cr_expect_eq(mst_targets_count(targets), lines);
	for (size_t i = 0; i < lines; i += 97) {
		struct mst_addr addr = mst_targets_at(targets, i);

		cr_assert_eq(mst_addr_ipv4(&addr), (UINT32_C(10) << 24) + 2 * i);
	}
	mst_targets_free(targets);
	free(bytes);
}

static size_t write_random_lines(char *bytes, size_t lines)
{
	uint64_t state = 1;
	size_t at = 0;

	for (size_t i = 0; i < lines; i++) {
		uint32_t r;

		state = state * 6364136223846793005 + 1442695040888963407;
		r = (uint32_t)(state >> 32);
		at += (size_t)sprintf(bytes + at, "%u.%u.%u.%u\n", r >> 24, r >> 16 & 255, r >> 8 & 255, r & 255);
	}
	return at;
}

Test(target_list, random_lines_cost_at_most_sixteen_bytes_each_excludes_too)
{
	size_t lines = 200000, slack = 1024;
	char *bytes = malloc(lines * 20), path[32];
	size_t count = write_random_lines(bytes, lines);
	struct mst_targets *targets = mst_targets_new();
	int fd;

	cr_assert_eq(load(targets, bytes, count, NULL), 0);
	cr_expect_leq(mst_targets_bytes(targets), lines * 16 + slack);
	count = (size_t)((char *)memrchr(bytes, '\n', count / 2) - bytes);
	fd = file_of(bytes, count, path, sizeof path);
	cr_assert_eq(mst_targets_exclude_file(targets, path, NULL), 0);
	close(fd);
	cr_expect_leq(mst_targets_bytes(targets), lines * 3 / 2 * 16 + slack);
	cr_assert_eq(mst_targets_close(targets, NULL), 0);
	cr_expect_leq(mst_targets_bytes(targets), lines * 16 + slack);
	cr_expect_leq(mst_targets_count(targets) + mst_targets_left_out(targets), lines * 51 / 100);
	cr_expect_gt(mst_targets_count(targets), lines / 3);
	mst_targets_free(targets);
	free(bytes);
}

Test(target_list, a_file_that_cannot_be_read_is_named)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };

	cr_expect_eq(mst_targets_add_file(targets, "/nonexistent/list", &err), -ENOENT);
	cr_expect(strstr(err.text, "/nonexistent/list: cannot be opened"), "%s", err.text);
	cr_expect_eq(mst_targets_exclude_file(targets, "/", &err), -EISDIR);
	cr_expect(strstr(err.text, "cannot be read"), "%s", err.text);
	mst_targets_free(targets);
}

Test(target_list, a_dash_is_standard_input)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "" };
	char path[32];
	int fd = file_of("10.0.0.1\nbad/\n", 14, path, sizeof path);

	cr_assert_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	cr_expect_eq(mst_targets_add_file(targets, "-", &err), -EINVAL);
	cr_expect(strstr(err.text, "standard input line 2: target \"bad/\""), "%s", err.text);
	mst_targets_free(targets);
}
