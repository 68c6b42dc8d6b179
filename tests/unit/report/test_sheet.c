/* SPDX-License-Identifier: BSD-2-Clause */
/* Sheets: CSV and JSON of rows that are no verdicts. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <muster/sheet.h>
#include <muster/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/sheetXXXXXX";

static void enter_folder(void)
{
	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
	static const char *const names[] = { "a.csv", "a.json", "a.ndjson", "b", "b.csv", "b.json", "b.ndjson" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(names[i]);
	cr_assert_eq(chdir("/"), 0);
	cr_assert_eq(rmdir(folder), 0, "something was left in the folder");
}

TestSuite(report_sheet, .init = enter_folder, .fini = leave_folder);

static const struct mst_sheet_config plain;
static const char *const columns[] = { "word", "count", "real", "yes", "list", NULL };
static const char *const items[] = { "10.0.0.1/8", "a \"b\"" };
static const struct mst_pair cells[][5] = {
	{
		{ .name = "word", .kind = MST_PAIR_TEXT, .text = "a \"b\", c" },
		{ .name = "count", .kind = MST_PAIR_COUNT, .count = UINT64_MAX },
		{ .name = "real", .kind = MST_PAIR_REAL, .real = 1.5 },
		{ .name = "yes", .kind = MST_PAIR_BOOL, .yes = true },
		{ .name = "list", .kind = MST_PAIR_LIST, .list = { items, 2 } },
	},
	{
		{ .name = "word", .kind = MST_PAIR_TEXT, .text = NULL },
		{ .name = "count", .kind = MST_PAIR_COUNT, .count = 0 },
		{ .name = "real", .kind = MST_PAIR_REAL, .real = NAN },
		{ .name = "yes", .kind = MST_PAIR_BOOL, .yes = false },
		{ .name = "list", .kind = MST_PAIR_LIST },
	},
};
static const struct mst_pairs rows[] = { { cells[0], 5 }, { cells[1], 5 } };
static const struct mst_sheet_table tables[] = {
	{ .name = "rows", .record = "line", .columns = columns, .rows = rows, .count = 2 },
	{ .name = "none", .record = "nothing", .columns = columns },
};
static const struct mst_sheet_content content = {
	.parameters = { &cells[0][2], 1 },
	.summary = { &cells[0][3], 1 },
	.tables = tables,
	.count = 2,
};

static void write_to(const char *output)
{
	struct mst_sheet *sheet;
	struct mst_error err;

	cr_assert_eq(mst_sheet_open(&sheet, output, &plain, &err), 0, "%s", err.text);
	cr_assert_eq(mst_sheet_write(sheet, &content, &err), 0, "%s", err.text);
	mst_sheet_close(sheet);
}

static void expect_file(const char *path, const char *expected)
{
	char text[4096];
	FILE *file = fopen(path, "r");
	size_t size;

	cr_assert_not_null(file);
	size = fread(text, 1, sizeof text - 1, file);
	text[size] = '\0';
	fclose(file);
	cr_assert_str_eq(text, expected);
}

Test(report_sheet, csv_has_the_first_table_with_what_is_empty_left_empty)
{
	write_to("a.csv");
	expect_file("a.csv", "word,count,real,yes,list\n"
	                     "\"a \"\"b\"\", c\",18446744073709551615,1.5,true,\"10.0.0.1/8 a \"\"b\"\"\"\n"
	                     ",0,,false,\n");
}

Test(report_sheet, csv_without_header_and_with_cr_lf_where_they_are_asked_for)
{
	static const struct mst_sheet_config config = { .crlf = true, .no_header = true };
	struct mst_sheet *sheet;
	struct mst_error err;

	cr_assert_eq(mst_sheet_open(&sheet, "a.csv", &config, &err), 0, "%s", err.text);
	cr_assert_eq(mst_sheet_write(sheet, &content, &err), 0, "%s", err.text);
	mst_sheet_close(sheet);
	expect_file("a.csv",
	            "\"a \"\"b\"\", c\",18446744073709551615,1.5,true,\"10.0.0.1/8 a \"\"b\"\"\"\r\n,0,,false,\r\n");
}

Test(report_sheet, json_has_parameters_summary_and_every_table)
{
	write_to("json:a.json");
	expect_file("a.json",
	            "{\"muster\":\"" MST_VERSION "\",\n\"parameters\":{\"real\":1.5},\n\"summary\":{\"yes\":true},\n"
	            "\"rows\":[\n"
	            "{\"word\":\"a \\\"b\\\", "
	            "c\",\"count\":18446744073709551615,\"real\":1.5,\"yes\":true,\"list\":[\"10.0.0.1/8\",\"a "
	            "\\\"b\\\"\"]},\n"
	            "{\"word\":null,\"count\":0,\"real\":null,\"yes\":false,\"list\":[]}\n"
	            "],\n\"none\":[]}\n");
}

static size_t given;

static void begin_again(void *user)
{
	*(size_t *)user = 0;
}

static bool give_next(void *user, struct mst_pairs *row)
{
	size_t *at = user;

	if (*at == sizeof rows / sizeof *rows)
		return false;
	*row = rows[(*at)++];
	return true;
}

Test(report_sheet, a_table_that_is_given_row_by_row_is_the_same_in_every_format)
{
	static const struct mst_sheet_table many = { .name = "rows",
		                                     .record = "line",
		                                     .columns = columns,
		                                     .rewind = begin_again,
		                                     .next = give_next,
		                                     .user = &given };
	static const struct mst_sheet_content kinds[] = {
		{ .summary = { &cells[0][3], 1 }, .tables = tables, .count = 1 },
		{ .summary = { &cells[0][3], 1 }, .tables = &many, .count = 1 },
	};
	static const char *const names[][2] = { { "a.csv", "b.csv" },
		                                { "a.json", "b.json" },
		                                { "a.ndjson", "b.ndjson" } };

	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < 2; k++) {
			struct mst_sheet *sheet;

			cr_assert_eq(mst_sheet_open(&sheet, names[i][k], &plain, NULL), 0);
			cr_assert_eq(mst_sheet_write(sheet, &kinds[k], NULL), 0);
			mst_sheet_close(sheet);
		}
	}
	for (size_t i = 0; i < 3; i++) {
		char command[64];

		snprintf(command, sizeof command, "test -s %s && cmp -s %s %s", names[i][0], names[i][0], names[i][1]);
		cr_expect_eq(system(command), 0, "%s", command);
	}
}

Test(report_sheet, a_file_gets_its_name_only_when_it_was_written)
{
	struct mst_sheet *sheet;
	struct stat status;

	cr_assert_eq(mst_sheet_open(&sheet, "a.csv", &plain, NULL), 0);
	cr_assert_str_eq(mst_sheet_path(sheet), "a.csv");
	cr_assert_eq(stat("a.csv", &status), -1);
	mst_sheet_close(sheet);
	cr_assert_eq(stat("a.csv", &status), -1);
}

Test(report_sheet, a_file_that_is_there_stays_unless_force)
{
	struct mst_sheet *sheet = NULL;
	struct mst_error err;

	close(open("a.csv", O_CREAT | O_WRONLY, 0600));
	cr_assert_eq(mst_sheet_open(&sheet, "a.csv", &plain, &err), -EEXIST);
	cr_assert_null(sheet);
	cr_assert(strstr(err.text, "a.csv") && strstr(err.text, "--force"), "%s", err.text);
	cr_assert_eq(mst_sheet_open(&sheet, "a.csv", &(struct mst_sheet_config){ .force = true }, &err), 0);
	mst_sheet_close(sheet);
}

Test(report_sheet, other_formats_are_refused_by_name)
{
	static const char *const outputs[] = { "x.txt", "text:-", "xml:x", "x", "csv:", "list:-", "x.list" };

	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
		struct mst_sheet *sheet;
		struct mst_error err;

		cr_assert_eq(mst_sheet_open(&sheet, outputs[i], &plain, &err), -EINVAL, "%s", outputs[i]);
		cr_assert_null(sheet);
		cr_assert(strstr(err.text, outputs[i]) && strstr(err.text, "csv"), "%s", err.text);
	}
}

static struct mst_pairs one_pair(const struct mst_pair *pair)
{
	return (struct mst_pairs){ pair, 1 };
}

Test(report_sheet, events_can_be_read_as_they_happen_and_rows_and_summary_follow)
{
	static const char *const titles[] = { "name", NULL };
	struct mst_pair event = { .name = "name", .kind = MST_PAIR_TEXT, .text = "a\x1b" },
			count = { .name = "rows", .kind = MST_PAIR_COUNT, .count = 1 };
	struct mst_pairs row = one_pair(&event);
	struct mst_sheet_table table = {
		.name = "things", .record = "record", .columns = titles, .rows = &row, .count = 1
	};
	struct mst_sheet_content whole = { .summary = one_pair(&count), .tables = &table, .count = 1 };
	struct mst_sheet *sheet;
	struct mst_error err = { "" };

	cr_assert_eq(mst_sheet_open(&sheet, "a.ndjson", &plain, &err), 0, "%s", err.text);
	cr_assert_eq(mst_sheet_event(sheet, "thing", row, &err), 0);
	expect_file("a.ndjson", "{\"type\":\"thing\",\"name\":\"a\\u001b\"}\n");
	cr_assert_eq(mst_sheet_write(sheet, &whole, &err), 0);
	expect_file("a.ndjson", "{\"type\":\"thing\",\"name\":\"a\\u001b\"}\n"
	                        "{\"type\":\"record\",\"name\":\"a\\u001b\"}\n{\"type\":\"summary\",\"rows\":1}\n");
	mst_sheet_close(sheet);
}
