/*
 * test_outputs.c - where reports go: files that exist, that fill up, that are taken away; pipes and devices.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/report/desk.h"

#define CHECK_SENTENCE(desk, part)                                                      \
	cr_assert_not_null(strstr((desk).err.text, part), "\"%s\" says nothing of \"%s\"", (desk).err.text, part)

static const char *const one_of_each[] = { "a.csv", "a.json", "a.ndjson", "a.txt" };
#define EACH (sizeof one_of_each / sizeof one_of_each[0])

Test(report_outputs, an_existing_file_is_refused_and_kept)
{
	struct desk desk = desk_new();

	for (size_t i = 0; i < EACH; i++) {
		desk_put(&desk, one_of_each[i], "mine");
		cr_assert_eq(desk_add(&desk, one_of_each[i]), -EEXIST);
		CHECK_SENTENCE(desk, "exists: choose another name or use --force");
		CHECK_SENTENCE(desk, one_of_each[i]);
		cr_assert_str_eq(desk_read(&desk, one_of_each[i]), "mine");
	}
	cr_assert(mst_report_is_empty(desk.report));
	desk_free(&desk);
}

Test(report_outputs, force_takes_the_place_of_a_file)
{
	struct mst_result result = host_up(1);
	struct desk desk = desk_new();
	char longer[2000] = "";

	memset(longer, '!', sizeof longer - 1);
	desk.config.force = true;
	for (size_t i = 0; i < EACH; i++) {
		desk_put(&desk, one_of_each[i], longer);
		cr_assert_eq(desk_add(&desk, one_of_each[i]), 0);
	}
	cr_assert_not(mst_report_is_empty(desk.report));
	desk_report(&desk, &result, 1);
	for (size_t i = 0; i < EACH; i++)
		cr_assert_null(strchr(desk_read(&desk, one_of_each[i]), '!'));
	cr_assert_eq(desk_files(&desk), EACH);
	desk_free(&desk);
}

Test(report_outputs, a_forced_file_is_as_it_was_until_the_report_begins)
{
	struct desk desk = desk_new();

	desk.config.force = true;
	for (size_t i = 0; i < EACH; i++) {
		desk_put(&desk, one_of_each[i], "mine");
		cr_assert_eq(desk_add(&desk, one_of_each[i]), 0);
	}
	mst_report_free(desk.report);
	desk.report = NULL;
	for (size_t i = 0; i < EACH; i++)
		cr_assert_str_eq(desk_read(&desk, one_of_each[i]), "mine");
	cr_assert_eq(desk_files(&desk), EACH);
	desk_free(&desk);
}

Test(report_outputs, a_document_has_its_name_only_at_the_end)
{
	struct mst_result result = host_up(1);
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	cr_assert_eq(desk_write(&desk, &result, 1), 0);
	cr_assert_eq(desk_write(&desk, NULL, 0), 0);
	cr_assert_not(desk_has(&desk, "a.csv"));
	cr_assert_eq(desk_end(&desk), 0);
	cr_assert(desk_has(&desk, "a.csv"));
	cr_assert_eq(desk_files(&desk), 1);
	desk_free(&desk);
}

Test(report_outputs, a_document_is_not_put_over_a_file_that_came_meanwhile)
{
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	desk_put(&desk, "a.csv", "mine");
	cr_assert_eq(desk_end(&desk), -EEXIST);
	CHECK_SENTENCE(desk, "the report is in");
	cr_assert_str_eq(desk_read(&desk, "a.csv"), "mine");
	cr_assert_str_eq(desk_run(&desk, "head -c 10 a.csv.??????"), "addr,port,");
	cr_assert_eq(desk_files(&desk), 2, "nothing hidden, that a later run would sweep away");
	desk_free(&desk);
}

Test(report_outputs, without_an_end_documents_vanish_and_streamed_lines_stay)
{
	struct mst_result result = host_up(1);
	struct desk desk = desk_new();

	for (size_t i = 0; i < EACH; i++)
		cr_assert_eq(desk_add(&desk, one_of_each[i]), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	cr_assert_eq(desk_write(&desk, &result, 1), 0);
	mst_report_free(desk.report);
	desk.report = NULL;
	cr_assert_eq(desk_files(&desk), 1);
	cr_assert_str_eq(desk_run(&desk, "jq -r .type a.ndjson"), "result\n");
	desk_free(&desk);
}

Test(report_outputs, nothing_is_left_of_a_scan_that_never_began)
{
	struct desk desk = desk_new();

	for (size_t i = 0; i < EACH; i++)
		cr_assert_eq(desk_add(&desk, one_of_each[i]), 0);
	mst_report_free(desk.report);
	desk.report = NULL;
	cr_assert_eq(desk_files(&desk), 0);
	desk_free(&desk);
}

Test(report_outputs, files_have_the_mode_of_the_umask)
{
	struct desk desk = desk_new();

	umask(027);
	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	cr_assert_eq(desk_add(&desk, "a.ndjson"), 0);
	desk_report(&desk, NULL, 0);
	cr_assert_str_eq(desk_run(&desk, "stat -c %a a.csv a.ndjson"), "640\n640\n");
	desk_free(&desk);
}

Test(report_outputs, a_name_as_long_as_names_can_be_works)
{
	char output[300] = "csv:";
	struct desk desk = desk_new();

	memset(output + 4, 'x', 255);
	cr_assert_eq(desk_add(&desk, output), 0, "%s", desk.err.text);
	desk_report(&desk, NULL, 0);
	cr_assert(desk_has(&desk, output + 4));
	desk_free(&desk);
}

static void check_full_disk(const char *full, const char *first_beside, const char *second_beside)
{
	struct mst_result result = host_up(1);
	struct desk desk = desk_new();
	int at_write;

	cr_assert_eq(desk_add(&desk, first_beside), 0);
	cr_assert_eq(desk_add_as_is(&desk, full), 0, "%s", desk.err.text);
	cr_assert_eq(desk_add(&desk, second_beside), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	cr_assert_eq(desk_write(&desk, &result, 1), 0);
	at_write = desk_write(&desk, NULL, 0);
	cr_assert(at_write == 0 || at_write == -ENOSPC);
	cr_assert_eq(desk_end(&desk), -ENOSPC);
	CHECK_SENTENCE(desk, "/dev/full");
	CHECK_SENTENCE(desk, strerror(ENOSPC));
	cr_assert_str_eq(desk_run(&desk, "tail -n +2 b.csv | cut -d, -f1;"
	                          " jq -r 'select(.addr) | .addr' b.ndjson"),
	                 "10.0.0.1\n10.0.0.1\n");
	cr_assert_eq(desk_files(&desk), 2);
	desk_free(&desk);
}

Test(report_outputs, a_full_disk_under_a_document_is_told_and_harms_no_other)
{
	check_full_disk("csv:/dev/full", "b.csv", "b.ndjson");
	check_full_disk("json:/dev/full", "b.ndjson", "b.csv");
	check_full_disk("text:/dev/full", "b.ndjson", "b.csv");
}

Test(report_outputs, a_full_disk_under_a_stream_is_told_and_harms_no_other)
{
	check_full_disk("ndjson:/dev/full", "b.csv", "b.ndjson");
}

static void limit_files_to(rlim_t bytes)
{
	struct rlimit limit = { bytes, bytes };

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(report_outputs, a_stream_that_could_not_grow_ends_with_a_whole_line)
{
	static struct mst_result results[2000];
	struct desk desk = desk_new();

	for (unsigned i = 0; i < 2000; i++)
		results[i] = host_up(i);
	cr_assert_eq(desk_add(&desk, "a.ndjson"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	limit_files_to(100001);
	cr_assert_eq(desk_write(&desk, results, 2000), -EFBIG);
	CHECK_SENTENCE(desk, "a.ndjson");
	cr_assert_eq(desk_end(&desk), -EFBIG);
	limit_files_to(100001);
	cr_assert_str_eq(desk_run(&desk, "jq -r .type a.ndjson | sort -u"), "result\n");
	cr_assert_eq(desk_read(&desk, "a.ndjson")[strlen(desk_read(&desk, "a.ndjson")) - 1], '\n');
	cr_assert_gt(strlen(desk_read(&desk, "a.ndjson")), 99000);
	desk_free(&desk);
}

Test(report_outputs, a_document_that_did_not_fit_is_taken_away)
{
	static struct mst_result results[2000];
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "a.json"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	cr_assert_eq(desk_write(&desk, results, 2000), 0);
	limit_files_to(100001);
	cr_assert_eq(desk_end(&desk), -EFBIG);
	cr_assert_eq(desk_files(&desk), 0);
	desk_free(&desk);
}

Test(report_outputs, a_spool_that_could_not_grow_is_told_and_keeps_what_it_had)
{
	static struct mst_result results[1000];
	struct desk desk = desk_new();
	int code = 0;

	for (unsigned i = 0; i < 1000; i++)
		results[i] = host_up(i);
	desk.config.fields = "ttl";
	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	limit_files_to(1000000);
	for (int i = 0; i < 70 && code == 0; i++)
		code = desk_write(&desk, results, 1000);
	cr_assert_eq(code, -EFBIG);
	CHECK_SENTENCE(desk, "temporary file");
	cr_assert_eq(desk_end(&desk), -EFBIG);
	cr_assert_str_eq(desk_run(&desk, "wc -l < a.csv"), "65537\n");
	desk_free(&desk);
}

/* More than memory keeps: from the file, in pieces, more than once, with an amended verdict among them. */
Test(report_outputs, many_verdicts_are_all_there_in_every_format)
{
	enum { COUNT = 65536, TWICE = 2 };
	static struct mst_result results[COUNT];
	struct desk desk = desk_new();
	struct mst_result late = host_amended_up(70, MST_DOWN);

	desk.config.fields = "addr,port,state";
	desk.config.states = ALL_STATES;
	cr_assert_eq(desk_add(&desk, "a.csv"), 0);
	cr_assert_eq(desk_add(&desk, "a.json"), 0);
	cr_assert_eq(desk_add(&desk, "a.txt"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	for (unsigned part = 0; part < TWICE; part++) {
		for (unsigned i = 0; i < COUNT; i++) {
			results[i] = part ? host_up(COUNT - 1 - i) : host_down(COUNT - 1 - i);
			results[i].port = (uint16_t)part;
		}
		cr_assert_eq(desk_write(&desk, results, COUNT), 0);
	}
	cr_assert_eq(desk_write(&desk, &late, 1), 0);
	cr_assert_eq(desk_end(&desk), 0);
	cr_assert_str_eq(desk_run(&desk, "tail -n +2 a.csv | sort -u | wc -l"), "131071\n");
	cr_assert_str_eq(desk_run(&desk, "tail -n +2 a.csv | tr -d '\\r' | cut -d, -f3 | sort | uniq -c | tr -s ' '"),
	                 " 65535 down\n 65537 up\n");
	cr_assert_str_eq(desk_run(&desk, "jq -r '.results | length' a.json"), "131072\n");
	cr_assert_str_eq(desk_run(&desk, "jq -r '.results[] | [.addr, .port, .state] | @csv' a.json | tr -d '\"' | sort > j; "
	                                 "tail -n +2 a.csv | tr -d '\\r' | sort > c; cut -d, -f1,3 j > j1; cut -d, -f1,3 c | cmp - j1 && echo same"),
	                 "same\n");
	cr_assert_str_eq(desk_run(&desk, "grep -c '^10[.]0[.]' a.txt"), "131072\n");
	desk_free(&desk);
}

Test(report_outputs, a_reader_that_leaves_is_told)
{
	struct mst_result result = host_up(1);
	struct desk desk = desk_new();
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	close(ends[0]);
	dup2(ends[1], STDOUT_FILENO);
	cr_assert_eq(desk_add_as_is(&desk, "ndjson:-"), 0);
	cr_assert_eq(desk_begin(&desk), 0);
	cr_assert_eq(desk_write(&desk, &result, 1), 0);
	cr_assert_eq(desk_write(&desk, NULL, 0), -EPIPE);
	CHECK_SENTENCE(desk, "standard output");
	cr_assert_eq(desk_end(&desk), -EPIPE);
	desk_free(&desk);
}

/* Somebody else made the pipe non-blocking and reads slowly: nothing may get lost. */
Test(report_outputs, a_slow_reader_of_a_non_blocking_pipe_gets_everything)
{
	enum { COUNT = 20000 };
	static struct mst_result results[COUNT];
	struct desk desk = desk_new();
	char path[128], command[256];
	int fd;

	snprintf(path, sizeof path, "%s/pipe", desk.folder);
	snprintf(command, sizeof command, "cd %s; (sleep 0.2; wc -l < pipe > lines; mv lines counted) &",
	         desk.folder);
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_assert_eq(system(command), 0);
	fd = open(path, O_WRONLY);
	cr_assert_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	dup2(fd, STDOUT_FILENO);
	close(fd);
	cr_assert_eq(desk_add_as_is(&desk, "csv:-"), 0);
	desk_report(&desk, results, COUNT);
	close(STDOUT_FILENO);
	for (int i = 0; i < 1000 && !desk_has(&desk, "counted"); i++)
		usleep(10000);
	cr_assert_str_eq(desk_read(&desk, "counted"), "20001\n");
	desk_free(&desk);
}

Test(report_outputs, devices_and_pipes_need_no_force_and_stay_what_they_are)
{
	struct mst_result result = host_up(1);
	struct desk desk = desk_new();

	desk_run(&desk, "mkfifo pipe && (cat pipe > copy &)");
	cr_assert_eq(desk_add_as_is(&desk, "csv:/dev/null"), 0);
	cr_assert_eq(desk_add(&desk, "ndjson:pipe"), 0);
	desk_report(&desk, &result, 1);
	cr_assert_str_eq(desk_run(&desk, "stat -c %F pipe /dev/null"), "fifo\ncharacter special file\n");
	desk_free(&desk);
}

Test(report_outputs, one_place_named_twice_is_refused)
{
	struct desk desk = desk_new();

	cr_assert_eq(desk_add_as_is(&desk, "csv:-"), 0);
	cr_assert_eq(desk_add_as_is(&desk, "json:-"), -EINVAL);
	CHECK_SENTENCE(desk, "standard output");
	CHECK_SENTENCE(desk, "twice");
	cr_assert_eq(desk_add(&desk, "csv:a"), 0);
	cr_assert_eq(desk_add(&desk, "json:a"), -EINVAL);
	desk_free(&desk);
}

Test(report_outputs, what_cannot_be_opened_is_told_at_once)
{
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "nowhere/a.csv"), -ENOENT);
	CHECK_SENTENCE(desk, "nowhere/a.csv");
	cr_assert_eq(desk_add_as_is(&desk, "csv:/tmp"), -EISDIR);
	close(STDOUT_FILENO);
	cr_assert_eq(desk_add_as_is(&desk, "csv:-"), -EBADF);
	CHECK_SENTENCE(desk, "standard output");
	desk_free(&desk);
}

Test(report_outputs, an_unknown_format_is_refused_with_the_known_ones)
{
	static const char *const outputs[] = { "xml:a", "xml:a.csv", "a", "a.xml", "-", ".csv", "" };
	struct desk desk = desk_new();

	for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
		cr_assert_eq(desk_add_as_is(&desk, outputs[i]), -EINVAL, "%s", outputs[i]);
		CHECK_SENTENCE(desk, "csv, json, ndjson, text");
	}
	cr_assert_eq(desk_add_as_is(&desk, "csv:"), -EINVAL);
	desk_free(&desk);
}

Test(report_outputs, the_suffix_tells_the_format_whatever_its_case)
{
	struct desk desk = desk_new();

	cr_assert_eq(desk_add(&desk, "a.CSV"), 0);
	desk_report(&desk, NULL, 0);
	cr_assert_str_eq(desk_run(&desk, "head -c 9 a.CSV"), "addr,port");
	desk_free(&desk);
}
