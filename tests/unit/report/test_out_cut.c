/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_out_cut.c - a disk that fills up at any byte: what had room stays, whole to its last record, in every format
 * that there is; and its name is told.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "report/out.h"
#include "unit/report/fixture_report.h"

#define COUNT 2000

static void limit_files_to(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static const struct mst_result *ports(void)
{
	static struct mst_result results[COUNT];

	for (unsigned i = 0; i < COUNT; i++)
		results[i] = port_in(i, 443, MST_OPEN);
	return results;
}

/* A report of one output that may have so many bytes; returns what the file has, and the code of its end. */
static char *report(struct report_fixture *fixture, const char *format, bool stream, rlim_t bytes, int *code)
{
	char output[64], *content;

	fixture->config = (struct mst_report_config){ .states = ALL_STATES,
		                                      .fields_for_ports = true,
		                                      .stream = stream };
	snprintf(output, sizeof output, "%s:a", format);
	cr_assert_eq(fixture_add(fixture, output), 0, "%s", fixture->err.text);
	limit_files_to(bytes);
	*code = fixture_begin(fixture);
	if (*code == 0)
		(void)fixture_write(fixture, ports(), COUNT);
	*code = fixture_end(fixture);
	limit_files_to(RLIM_INFINITY);
	mst_report_free(fixture->report);
	fixture->report = NULL;
	content = fixture_has(fixture, "a") ? strdup(fixture_read(fixture, "a")) : NULL;
	if (content)
		fixture_run(fixture, "rm a");
	return content;
}

static void check_lines(const char *content, const char *whole, size_t room)
{
	size_t length = strlen(content), next = strcspn(whole + length, "\n") + 1;

	cr_assert_eq(strncmp(content, whole, length), 0);
	cr_assert(length == 0 || content[length - 1] == '\n');
	cr_assert_gt(length + next, room, "another record had room");
}

static void check_json(struct report_fixture *fixture, const char *content, const char *whole, size_t room)
{
	size_t length = strlen(content) - strlen(MST_OUT_JSON_CUT);
	const char *row = strchr(whole + length + 2, '\n');

	cr_assert_str_eq(content + length, MST_OUT_JSON_CUT);
	cr_assert_eq(strncmp(content, whole, length), 0);
	cr_assert_gt(length + (size_t)(row - whole - (ptrdiff_t)length) + strlen(content + length), room,
	             "another record had room");
	fixture_put(fixture, "j", content);
	cr_assert_str_eq(fixture_run(fixture, "jq -c '[.incomplete, (.results | map(has(\"addr\")) | all)]' j; rm j"),
	                 "[true,true]\n");
}

/* The head, whole hosts, and an end that says that it is one too early. */
static void check_xml(const char *content, const char *whole)
{
	static const char *const before[] = { "</host>\n", "<debugging level=\"0\"/>\n" };
	const char *end = strstr(content, "<runstats><finished time=\"0\" elapsed=\"0\" exit=\"error\"");
	bool right = false;

	cr_assert_not_null(end, "%s", content);
	cr_assert_str_eq(end + strlen(end) - strlen("</nmaprun>\n"), "</nmaprun>\n");
	cr_assert_eq(strncmp(content, whole, (size_t)(end - content)), 0);
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		right |= strncmp(end - strlen(before[i]), before[i], strlen(before[i])) == 0;
	cr_assert(right, "%s", content);
}

/* Every size around the ends of a few records, and where the buffer is written. */
static void check_format(const char *format, bool stream)
{
	static const struct {
		size_t from, to, step;
	} sizes[] = { { 1, 1200, 61 }, { 4000, 4300, 23 }, { 65500, 65900, 67 } };
	struct report_fixture fixture = fixture_new();
	int code;
	char *whole = report(&fixture, format, stream, RLIM_INFINITY, &code);

	cr_assert_eq(code, 0, "%s: %s", format, fixture.err.text);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (size_t room = sizes[i].from; room < sizes[i].to && room < strlen(whole); room += sizes[i].step) {
			char *content = report(&fixture, format, stream, room, &code);

			cr_assert_eq(code, -EFBIG, "%s, room for %zu: %s", format, room, fixture.err.text);
			cr_assert_not_null(strstr(fixture.err.text, "/a: File too large; "), "%s", fixture.err.text);
			cr_assert_not_null(strstr(fixture.err.text,
			                          content && *content ? "/a has the first " : "nothing of it had room"),
			                   "%s", fixture.err.text);
			if (content && content[0] == '{' && strncmp(content, "{\"muster\"", 9) == 0)
				check_json(&fixture, content, whole, room);
			else if (content && strncmp(content, "<?xml", 5) == 0)
				check_xml(content, whole);
			else if (content)
				check_lines(content, whole, room);
			free(content);
		}
	}
	cr_assert_eq(fixture_files(&fixture), 0, "%s left something", format);
	free(whole);
	fixture_free(&fixture);
}

Test(report_out_cut, what_had_room_stays_whole_to_its_last_record_in_every_format)
{
	const char *format;

	for (size_t i = 0; (format = mst_report_format(i)); i++) {
		char output[64];
		unsigned traits;

		if (strcmp(format, "sqlite") == 0)
			continue; /* test_sqlite.c: a database has transactions */
		snprintf(output, sizeof output, "%s:a", format);
		cr_assert_eq(mst_report_format_traits(output, &traits, NULL), 0);
		check_format(format, false);
		if (traits & MST_FORMAT_STREAM)
			check_format(format, true);
	}
}

/* Compressed, pieces are cut off whole, and the stream ends. */
static void check_compressed(const char *format, const char *suffix, bool stream)
{
	struct report_fixture fixture = fixture_new();
	char name[32], path[128], command[256];
	int code, kept = 0;
	char *whole = report(&fixture, format, stream, RLIM_INFINITY, &code), *content;

	snprintf(name, sizeof name, "%s%s", format, suffix);
	for (rlim_t room = 1; room < 30000; room += room < 40 ? 1 : 1999) {
		fixture.config = (struct mst_report_config){ .states = ALL_STATES,
			                                     .fields_for_ports = true,
			                                     .stream = stream };
		snprintf(path, sizeof path, "%s:a%s", format, suffix);
		cr_assert_eq(fixture_add(&fixture, path), 0, "%s", fixture.err.text);
		limit_files_to(room);
		code = fixture_begin(&fixture);
		for (size_t i = 0; code == 0 && i < COUNT; i += 200) {
			(void)fixture_write(&fixture, ports() + i, 200);
			code = fixture_write(&fixture, NULL, 0);
		}
		code = fixture_end(&fixture);
		limit_files_to(RLIM_INFINITY);
		mst_report_free(fixture.report);
		fixture.report = NULL;
		snprintf(path, sizeof path, "a%s", suffix);
		cr_assert(code == 0 || code == -EFBIG, "%s", fixture.err.text);
		if (code == 0 || !*fixture_run(&fixture, "find . -name 'a.*' -size +0")) {
			fixture_run(&fixture, "rm -f a.*");
			continue;
		}
		kept++;
		snprintf(command, sizeof command, "%s -t a%s 2>&1 && %s -dc a%s",
		         strcmp(suffix, ".gz") == 0 ? "gzip" : "zstd -q", suffix,
		         strcmp(suffix, ".gz") == 0 ? "gzip" : "zstd", suffix);
		content = strdup(fixture_run(&fixture, command));
		if (strcmp(format, "json") == 0)
			check_json(&fixture, content, whole, 0);
		else
			check_lines(content, whole, 0);
		free(content);
		fixture_run(&fixture, "rm a.*");
	}
	cr_assert(kept > 0 || strcmp(format, "json") == 0, "%s: nothing was ever kept", name);
	free(whole);
	fixture_free(&fixture);
}

Test(report_out_cut, a_compressed_output_is_whole_to_its_last_piece)
{
	static const char *const suffixes[] = { ".gz", ".zst" };

	for (size_t i = 0; i < 2; i++) {
		check_compressed("ndjson", suffixes[i], false);
		check_compressed("csv", suffixes[i], true);
		check_compressed("json", suffixes[i], false);
	}
}

Test(report_out_cut, an_older_report_is_not_replaced_by_part_of_a_new_one)
{
	struct report_fixture fixture = fixture_new();
	const char *told;

	fixture.config.force = true;
	fixture_put(&fixture, "a.json", "older");
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, ports(), COUNT), 0);
	limit_files_to(5000);
	cr_assert_eq(fixture_end(&fixture), -EFBIG);
	limit_files_to(RLIM_INFINITY);
	told = strstr(fixture.err.text, "/a.json.");
	cr_assert_not_null(told, "%s", fixture.err.text);
	cr_assert_str_eq(fixture_read(&fixture, "a.json"), "older");
	cr_assert_str_eq(fixture_run(&fixture, "jq .incomplete a.json.??????"), "true\n");
	cr_assert_eq(fixture_files(&fixture), 2);
	fixture_free(&fixture);
}

Test(report_out_cut, a_line_break_within_quotes_ends_no_record_of_csv)
{
	static const char text[] = "a,b\n1,\"x\ny\"\n2,\"z\nand more";
	struct report_fixture fixture = fixture_new();
	char path[128];
	struct mst_out out;

	snprintf(path, sizeof path, "%s/a", fixture.folder);
	cr_assert_eq(mst_out_open(&out, path, false, false, NULL), 0);
	out.records = MST_OUT_CSV;
	mst_out_put(&out, text);
	cr_assert_eq(write(out.fd, text, sizeof text - 1), (ssize_t)sizeof text - 1);
	mst_out_cut(&out, sizeof text - 1);
	mst_out_discard(&out);
	cr_assert_str_eq(fixture_read(&fixture, "a"), "a,b\n1,\"x\ny\"\n");
	fixture_free(&fixture);
}

Test(report_out_cut, a_compressed_document_is_closed_too)
{
	static const struct {
		const char *output, *end;
	} documents[] = { { "json:a.gz", "\"incomplete\":true}\n" },
		          { "nmap-xml:a.gz", "\n</runstats>\n</nmaprun>\n" },
		          { "nmap-xml:a.zst", "\n</runstats>\n</nmaprun>\n" } };

	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		struct report_fixture fixture = fixture_new();
		const char *content, *end = documents[i].end;

		fixture.config.fields_for_ports = true;
		cr_assert_eq(fixture_add(&fixture, documents[i].output), 0, "%s", fixture.err.text);
		cr_assert_eq(fixture_begin(&fixture), 0);
		cr_assert_eq(fixture_write(&fixture, ports(), COUNT), 0);
		limit_files_to(3000);
		cr_assert_eq(fixture_end(&fixture), -EFBIG);
		limit_files_to(RLIM_INFINITY);
		content = fixture_run(&fixture, "if [ -e a.gz ]; then gzip -dc a.gz; else zstd -dc a.zst; fi");
		cr_assert_gt(strlen(content), 1000);
		cr_assert_str_eq(content + strlen(content) - strlen(end), end);
		cr_assert(i == 0 || strstr(content, "</host>\n<runstats><finished time=\"0\""), "%s", content);
		fixture_free(&fixture);
	}
}

/* `muster … > file`, and `>> file`: the file of the shell. */
Test(report_out_cut, standard_output_that_is_a_file_ends_whole_too)
{
	static const struct {
		const char *format;
		int flags;
	} kinds[] = { { "csv", 0 }, { "csv", O_APPEND }, { "json", 0 } };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct report_fixture fixture = fixture_new();
		char path[128], output[16];
		int fd;

		fixture_put(&fixture, "a", "before\n");
		snprintf(path, sizeof path, "%s/a", fixture.folder);
		snprintf(output, sizeof output, "%s:-", kinds[i].format);
		fd = open(path, O_WRONLY | kinds[i].flags);
		cr_assert_eq(lseek(fd, 0, SEEK_END), 7);
		dup2(fd, STDOUT_FILENO);
		close(fd);
		cr_assert_eq(fixture_add_as_is(&fixture, output), 0, "%s", fixture.err.text);
		cr_assert_eq(fixture_begin(&fixture), 0);
		cr_assert_eq(fixture_write(&fixture, ports(), COUNT), 0);
		limit_files_to(5000);
		cr_assert_eq(fixture_end(&fixture), -EFBIG);
		limit_files_to(RLIM_INFINITY);
		fd = open("/dev/null", O_WRONLY);
		dup2(fd, STDOUT_FILENO);
		close(fd);
		cr_assert_str_eq(fixture_run(&fixture, "head -n 1 a"), "before\n");
		if (strcmp(kinds[i].format, "json") == 0)
			cr_assert_str_eq(fixture_run(&fixture, "tail -n +2 a | jq .incomplete"), "true\n");
		else
			cr_assert_str_eq(fixture_run(&fixture, "tail -c 1 a | od -An -c | tr -d ' '"), "\\n\n");
		fixture_free(&fixture);
	}
}
