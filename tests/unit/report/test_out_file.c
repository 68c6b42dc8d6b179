/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_out_file.c - where reports go: files that exist, that fill up, that are taken away; pipes and devices.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/report/fixture_report.h"

#define CHECK_SENTENCE(fixture, part) \
	cr_assert_not_null(strstr((fixture).err.text, part), "\"%s\" says nothing of \"%s\"", (fixture).err.text, part)

static const char *const one_of_each[] = { "a.csv", "a.json", "a.ndjson", "a.txt" };
#define EACH (sizeof one_of_each / sizeof one_of_each[0])

Test(report_out_file, an_existing_file_is_refused_and_kept)
{
	struct report_fixture fixture = fixture_new();

	for (size_t i = 0; i < EACH; i++) {
		fixture_put(&fixture, one_of_each[i], "mine");
		cr_assert_eq(fixture_add(&fixture, one_of_each[i]), -EEXIST);
		CHECK_SENTENCE(fixture, "exists: choose another name or use --force");
		CHECK_SENTENCE(fixture, one_of_each[i]);
		cr_assert_str_eq(fixture_read(&fixture, one_of_each[i]), "mine");
	}
	cr_assert(mst_report_is_empty(fixture.report));
	fixture_free(&fixture);
}

Test(report_out_file, force_takes_the_place_of_a_file)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();
	char longer[2000] = "";

	memset(longer, '!', sizeof longer - 1);
	fixture.config.force = true;
	for (size_t i = 0; i < EACH; i++) {
		fixture_put(&fixture, one_of_each[i], longer);
		cr_assert_eq(fixture_add(&fixture, one_of_each[i]), 0);
	}
	cr_assert_not(mst_report_is_empty(fixture.report));
	fixture_report_all(&fixture, &result, 1);
	for (size_t i = 0; i < EACH; i++)
		cr_assert_null(strchr(fixture_read(&fixture, one_of_each[i]), '!'));
	cr_assert_eq(fixture_files(&fixture), EACH);
	fixture_free(&fixture);
}

Test(report_out_file, a_forced_file_is_as_it_was_until_the_report_begins)
{
	struct report_fixture fixture = fixture_new();

	fixture.config.force = true;
	for (size_t i = 0; i < EACH; i++) {
		fixture_put(&fixture, one_of_each[i], "mine");
		cr_assert_eq(fixture_add(&fixture, one_of_each[i]), 0);
	}
	mst_report_free(fixture.report);
	fixture.report = NULL;
	for (size_t i = 0; i < EACH; i++)
		cr_assert_str_eq(fixture_read(&fixture, one_of_each[i]), "mine");
	cr_assert_eq(fixture_files(&fixture), EACH);
	fixture_free(&fixture);
}

Test(report_out_file, a_document_has_its_name_only_at_the_end)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, &result, 1), 0);
	cr_assert_eq(fixture_write(&fixture, NULL, 0), 0);
	cr_assert_not(fixture_has(&fixture, "a.csv"));
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert(fixture_has(&fixture, "a.csv"));
	cr_assert_eq(fixture_files(&fixture), 1);
	fixture_free(&fixture);
}

Test(report_out_file, a_document_is_not_put_over_a_file_that_came_meanwhile)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	fixture_put(&fixture, "a.csv", "mine");
	cr_assert_eq(fixture_end(&fixture), -EEXIST);
	CHECK_SENTENCE(fixture, "the report is in");
	cr_assert_str_eq(fixture_read(&fixture, "a.csv"), "mine");
	cr_assert_str_eq(fixture_run(&fixture, "head -c 10 a.csv.??????"), "addr,port,");
	cr_assert_eq(fixture_files(&fixture), 2, "nothing hidden, that a later run would sweep away");
	fixture_free(&fixture);
}

Test(report_out_file, without_an_end_documents_vanish_and_streamed_lines_stay)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();

	for (size_t i = 0; i < EACH; i++)
		cr_assert_eq(fixture_add(&fixture, one_of_each[i]), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, &result, 1), 0);
	mst_report_free(fixture.report);
	fixture.report = NULL;
	cr_assert_eq(fixture_files(&fixture), 1);
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .type a.ndjson"), "result\n");
	fixture_free(&fixture);
}

Test(report_out_file, nothing_is_left_of_a_scan_that_never_began)
{
	struct report_fixture fixture = fixture_new();

	for (size_t i = 0; i < EACH; i++)
		cr_assert_eq(fixture_add(&fixture, one_of_each[i]), 0);
	mst_report_free(fixture.report);
	fixture.report = NULL;
	cr_assert_eq(fixture_files(&fixture), 0);
	fixture_free(&fixture);
}

Test(report_out_file, files_have_the_mode_of_the_umask)
{
	struct report_fixture fixture = fixture_new();

	umask(027);
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	fixture_report_all(&fixture, NULL, 0);
	cr_assert_str_eq(fixture_run(&fixture, "stat -c %a a.csv a.ndjson"), "640\n640\n");
	fixture_free(&fixture);
}

Test(report_out_file, a_name_as_long_as_names_can_be_works)
{
	char output[300] = "csv:";
	struct report_fixture fixture = fixture_new();

	memset(output + 4, 'x', 255);
	cr_assert_eq(fixture_add(&fixture, output), 0, "%s", fixture.err.text);
	fixture_report_all(&fixture, NULL, 0);
	cr_assert(fixture_has(&fixture, output + 4));
	fixture_free(&fixture);
}

static void check_full_disk(const char *full, const char *first_beside, const char *second_beside)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();
	int at_write;

	cr_assert_eq(fixture_add(&fixture, first_beside), 0);
	cr_assert_eq(fixture_add_as_is(&fixture, full), 0, "%s", fixture.err.text);
	cr_assert_eq(fixture_add(&fixture, second_beside), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, &result, 1), 0);
	at_write = fixture_write(&fixture, NULL, 0);
	cr_assert(at_write == 0 || at_write == -ENOSPC);
	cr_assert_eq(fixture_end(&fixture), -ENOSPC);
	CHECK_SENTENCE(fixture, "/dev/full");
	CHECK_SENTENCE(fixture, strerror(ENOSPC));
	cr_assert_str_eq(fixture_run(&fixture, "tail -n +2 b.csv | cut -d, -f1;"
	                                       " jq -r 'select(.addr) | .addr' b.ndjson"),
	                 "10.0.0.1\n10.0.0.1\n");
	cr_assert_eq(fixture_files(&fixture), 2);
	fixture_free(&fixture);
}

Test(report_out_file, a_full_disk_under_a_document_is_told_and_harms_no_other)
{
	check_full_disk("csv:/dev/full", "b.csv", "b.ndjson");
	check_full_disk("json:/dev/full", "b.ndjson", "b.csv");
	check_full_disk("text:/dev/full", "b.ndjson", "b.csv");
}

Test(report_out_file, a_full_disk_under_a_stream_is_told_and_harms_no_other)
{
	check_full_disk("ndjson:/dev/full", "b.csv", "b.ndjson");
}

static void limit_files_to(rlim_t bytes)
{
	struct rlimit limit = { bytes, bytes };

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(report_out_file, a_stream_that_could_not_grow_ends_with_a_whole_line)
{
	static struct mst_result results[2000];
	struct report_fixture fixture = fixture_new();

	for (unsigned i = 0; i < 2000; i++)
		results[i] = host_up(i);
	cr_assert_eq(fixture_add(&fixture, "a.ndjson"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	limit_files_to(100001);
	cr_assert_eq(fixture_write(&fixture, results, 2000), -EFBIG);
	CHECK_SENTENCE(fixture, "a.ndjson");
	cr_assert_eq(fixture_end(&fixture), -EFBIG);
	limit_files_to(100001);
	cr_assert_str_eq(fixture_run(&fixture, "jq -r .type a.ndjson | sort -u"), "result\n");
	cr_assert_eq(fixture_read(&fixture, "a.ndjson")[strlen(fixture_read(&fixture, "a.ndjson")) - 1], '\n');
	cr_assert_gt(strlen(fixture_read(&fixture, "a.ndjson")), 99000);
	fixture_free(&fixture);
}

Test(report_out_file, a_spool_that_could_not_grow_is_told_and_keeps_what_it_had)
{
	static struct mst_result results[1000];
	struct report_fixture fixture = fixture_new();
	int code = 0;

	for (unsigned i = 0; i < 1000; i++)
		results[i] = host_up(i);
	fixture.config.fields = "ttl";
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	limit_files_to(1000000);
	for (int i = 0; i < 70 && code == 0; i++)
		code = fixture_write(&fixture, results, 1000);
	cr_assert_eq(code, -EFBIG);
	CHECK_SENTENCE(fixture, "temporary file");
	cr_assert_eq(fixture_end(&fixture), -EFBIG);
	CHECK_SENTENCE(fixture, "a.csv has the first ");
	cr_assert_str_eq(fixture_run(&fixture, "wc -l < a.csv"), "65537\n");
	fixture_free(&fixture);
}

/* More than memory keeps: from the file, in pieces, more than once, with an amended verdict among them. */
Test(report_out_file, many_verdicts_are_all_there_in_every_format)
{
	enum { COUNT = 65536, TWICE = 2 };
	static struct mst_result results[COUNT];
	struct report_fixture fixture = fixture_new();
	struct mst_result late = host_amended_up(70, MST_DOWN);

	fixture.config.fields = "addr,port,state";
	fixture.config.states = ALL_STATES;
	cr_assert_eq(fixture_add(&fixture, "a.csv"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.json"), 0);
	cr_assert_eq(fixture_add(&fixture, "a.txt"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	for (unsigned part = 0; part < TWICE; part++) {
		for (unsigned i = 0; i < COUNT; i++) {
			results[i] = part ? host_up(COUNT - 1 - i) : host_down(COUNT - 1 - i);
			results[i].port = (uint16_t)part;
		}
		cr_assert_eq(fixture_write(&fixture, results, COUNT), 0);
	}
	cr_assert_eq(fixture_write(&fixture, &late, 1), 0);
	cr_assert_eq(fixture_end(&fixture), 0);
	cr_assert_str_eq(fixture_run(&fixture, "tail -n +2 a.csv | sort -u | wc -l"), "131071\n");
	cr_assert_str_eq(
		fixture_run(&fixture, "tail -n +2 a.csv | tr -d '\\r' | cut -d, -f3 | sort | uniq -c | tr -s ' '"),
		" 65535 down\n 65537 up\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -r '.results | length' a.json"), "131072\n");
	cr_assert_str_eq(fixture_run(&fixture, "jq -r '.results[] | [.addr, .port, .state] | @csv' a.json | tr -d '\"' "
	                                       "| sort > j; tail -n +2 a.csv | tr -d '\\r' | sort > c; cut -d, -f1,3 j "
	                                       "> j1; cut -d, -f1,3 c | cmp - j1 && echo same"),
	                 "same\n");
	cr_assert_str_eq(fixture_run(&fixture, "grep -c '^10[.]0[.]' a.txt"), "131072\n");
	fixture_free(&fixture);
}

Test(report_out_file, a_reader_that_leaves_is_told)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	dup2(ends[1], STDOUT_FILENO);
	cr_assert_eq(fixture_add_as_is(&fixture, "ndjson:-"), 0);
	cr_assert_eq(fixture_begin(&fixture), 0);
	cr_assert_eq(fixture_write(&fixture, &result, 1), 0);
	cr_assert_eq(fixture_write(&fixture, NULL, 0), -EPIPE);
	CHECK_SENTENCE(fixture, "standard output");
	cr_assert_eq(fixture_end(&fixture), -EPIPE);
	fixture_free(&fixture);
}

/* Somebody else made the pipe non-blocking and reads slowly: nothing may get lost. */
Test(report_out_file, a_slow_reader_of_a_non_blocking_pipe_gets_everything)
{
	enum { COUNT = 20000 };
	static struct mst_result results[COUNT];
	struct report_fixture fixture = fixture_new();
	char path[128], command[256];
	int fd;

	snprintf(path, sizeof path, "%s/pipe", fixture.folder);
	snprintf(command, sizeof command, "cd %s; (sleep 0.2; wc -l < pipe > lines; mv lines counted) &",
	         fixture.folder);
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_assert_eq(system(command), 0);
	fd = open(path, O_WRONLY);
	cr_assert_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	dup2(fd, STDOUT_FILENO);
	close(fd);
	cr_assert_eq(fixture_add_as_is(&fixture, "csv:-"), 0);
	fixture_report_all(&fixture, results, COUNT);
	close(STDOUT_FILENO);
	for (int i = 0; i < 1000 && !fixture_has(&fixture, "counted"); i++)
		usleep(10000);
	cr_assert_str_eq(fixture_read(&fixture, "counted"), "20001\n");
	fixture_free(&fixture);
}

Test(report_out_file, devices_and_pipes_need_no_force_and_stay_what_they_are)
{
	struct mst_result result = host_up(1);
	struct report_fixture fixture = fixture_new();

	fixture_run(&fixture, "mkfifo pipe && (cat pipe > copy &)");
	cr_assert_eq(fixture_add_as_is(&fixture, "csv:/dev/null"), 0);
	cr_assert_eq(fixture_add(&fixture, "ndjson:pipe"), 0);
	fixture_report_all(&fixture, &result, 1);
	cr_assert_str_eq(fixture_run(&fixture, "stat -c %F pipe /dev/null"), "fifo\ncharacter special file\n");
	fixture_free(&fixture);
}

Test(report_out_file, one_place_named_twice_is_refused)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add_as_is(&fixture, "csv:-"), 0);
	cr_assert_eq(fixture_add_as_is(&fixture, "json:-"), -EINVAL);
	CHECK_SENTENCE(fixture, "standard output");
	CHECK_SENTENCE(fixture, "twice");
	cr_assert_eq(fixture_add(&fixture, "csv:a"), 0);
	cr_assert_eq(fixture_add(&fixture, "json:a"), -EINVAL);
	fixture_free(&fixture);
}

Test(report_out_file, what_cannot_be_opened_is_told_at_once)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "nowhere/a.csv"), -ENOENT);
	CHECK_SENTENCE(fixture, "nowhere/a.csv");
	cr_assert_eq(fixture_add_as_is(&fixture, "csv:/tmp"), -EISDIR);
	close(STDOUT_FILENO);
	cr_assert_eq(fixture_add_as_is(&fixture, "csv:-"), -EBADF);
	CHECK_SENTENCE(fixture, "standard output");
	fixture_free(&fixture);
}

Test(report_out_file, an_unknown_format_is_refused_with_the_known_ones)
{
	static const char *const outputs[] = { "xml:a", "xml:a.csv", "a", "a.pdf", "-", ".csv", "" };
	struct report_fixture fixture = fixture_new();

	for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
		cr_assert_eq(fixture_add_as_is(&fixture, outputs[i]), -EINVAL, "%s", outputs[i]);
		CHECK_SENTENCE(fixture, "csv, json, ndjson, text");
	}
	cr_assert_eq(fixture_add_as_is(&fixture, "csv:"), -EINVAL);
	fixture_free(&fixture);
}

Test(report_out_file, the_suffix_tells_the_format_whatever_its_case)
{
	struct report_fixture fixture = fixture_new();

	cr_assert_eq(fixture_add(&fixture, "a.CSV"), 0);
	fixture_report_all(&fixture, NULL, 0);
	cr_assert_str_eq(fixture_run(&fixture, "head -c 9 a.CSV"), "addr,port");
	fixture_free(&fixture);
}
