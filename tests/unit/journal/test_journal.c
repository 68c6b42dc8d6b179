/* SPDX-License-Identifier: BSD-2-Clause */
/* test_journal.c - files with and without names, locks, and the end of a run. */
#include "journal/handle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/journal/fixture_journal.h"

static char folder[64];

static void make_folder(void)
{
	snprintf(folder, sizeof folder, "/tmp/mst-journals-XXXXXX");
	cr_assert(mkdtemp(folder));
}

static bool exists(const char *path)
{
	return path && access(path, F_OK) == 0;
}

static struct mst_journal *new_in_folder(struct journal_run *run, uint64_t name_after_ns)
{
	const struct mst_journal_config config = { .folder = folder, .name_after_ns = name_after_ns };
	struct mst_error err = { "" };

	cr_assert_eq(mst_journal_new(&run->journal, &config, &err), 0, "%s", err.text);
	run->journal->file.means = &fake_means;
	cr_assert_eq(mst_journal_begin(run->journal, &run->plan, &err), 0, "%s", err.text);
	return run->journal;
}

Test(journal_journal, a_short_run_leaves_nothing_and_a_longer_one_gets_its_name)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	struct mst_journal *journal;
	const char *path;
	struct stat status;

	make_folder();
	journal = new_in_folder(run, 2 * SECOND);
	cr_expect_null(mst_journal_info(journal)->path);
	run_mark(run);
	cr_expect_null(mst_journal_info(journal)->path);
	run_mark(run);
	path = mst_journal_info(journal)->path;
	cr_assert(exists(path));
	cr_expect(strstr(path, mst_journal_info(journal)->id) && strstr(path, ".journal"));
	cr_assert_eq(stat(path, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0600);
	cr_expect_eq(mst_journal_end(journal, true, NULL), 0);
	cr_expect_not(exists(path));
	run_free(run);
	cr_expect_eq(rmdir(folder), 0);
}

Test(journal_journal, a_run_that_is_not_complete_keeps_its_file)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	char path[128];

	make_folder();
	new_in_folder(run, 2 * SECOND);
	run_verdicts(run, 0, 0, 50, 0);
	run_mark(run);
	cr_expect_eq(mst_journal_end(run->journal, false, NULL), 0);
	snprintf(path, sizeof path, "%s", mst_journal_info(run->journal)->path);
	mst_journal_close(run->journal);
	run->journal = NULL;
	snprintf(run->path, sizeof run->path, "%s", path);
	check_file(run, false);
	run_free(run);
	cr_expect_eq(rmdir(folder), 0);
}

Test(journal_journal, a_file_that_the_user_named_stays_and_is_not_resumed)
{
	struct journal_run *run = run_open("10.0.0.0/28", NULL, false, false, &whole);
	const struct mst_journal_config config = { .path = run->path };
	struct mst_journal *journal;
	struct mst_error err = { "" };

	run_new(run);
	cr_expect_eq(mst_journal_new(&journal, &config, &err), -EEXIST);
	run_verdicts(run, 0, 0, run->spaces[0].end, 0);
	run_mark(run);
	cr_expect_eq(mst_journal_end(run->journal, true, NULL), 0);
	mst_journal_close(run->journal);
	run->journal = NULL;
	check_file(run, false);
	cr_assert_eq(mst_journal_read(&journal, run->path, NULL), 0);
	cr_expect(mst_journal_info(journal)->complete);
	mst_journal_close(journal);
	cr_expect_eq(mst_journal_resume(&journal, run->path, &config, &err), -EALREADY);
	run_free(run);
}

Test(journal_journal, a_run_that_never_began_leaves_no_file)
{
	const struct mst_journal_config config = { .path = "/tmp/mst-journal-never" };
	struct mst_journal *journal;

	cr_assert_eq(mst_journal_new(&journal, &config, NULL), 0);
	cr_expect(exists(config.path));
	mst_journal_close(journal);
	cr_expect_not(exists(config.path));
}

Test(journal_journal, a_second_process_is_refused_and_told_which_one_has_it)
{
	struct journal_run *run = run_open("10.0.0.0/28", NULL, false, false, &whole);
	const struct mst_journal_config config = { .path = run->path, .force = true };
	struct mst_error err = { "" };
	struct mst_journal *journal;
	char pid[32];

	run_new(run);
	snprintf(pid, sizeof pid, "process %d ", getpid());
	cr_expect_eq(mst_journal_resume(&journal, run->path, &config, &err), -EWOULDBLOCK);
	cr_expect(strstr(err.text, pid) && strstr(err.text, "since "), "%s", err.text);
	cr_expect_eq(mst_journal_new(&journal, &config, &err), -EWOULDBLOCK);
	cr_assert_eq(mst_journal_read(&journal, run->path, NULL), 0);
	cr_expect_eq(mst_journal_info(journal)->pid, getpid());
	mst_journal_close(journal);
	mst_journal_close(run->journal);
	run->journal = NULL;
	cr_assert_eq(mst_journal_read(&journal, run->path, NULL), 0);
	cr_expect_eq(mst_journal_info(journal)->pid, 0);
	mst_journal_close(journal);
	run_free(run);
}

Test(journal_journal, force_overwrites_what_was_there)
{
	struct journal_run *run = run_open("10.0.0.0/28", NULL, false, false, &whole);
	const struct mst_journal_config config = { .path = run->path, .force = true };

	write_file(run->path, (const uint8_t *)"something", 9);
	cr_assert_eq(mst_journal_new(&run->journal, &config, NULL), 0);
	run->journal->file.means = &fake_means;
	cr_assert_eq(mst_journal_begin(run->journal, &run->plan, NULL), 0);
	check_file(run, false);
	run_free(run);
}

Test(journal_journal, a_file_without_a_folder_has_no_name_and_can_be_read_by_its_run)
{
	struct journal_run *run = run_open("10.0.0.0/24", NULL, false, false, &whole);
	const struct mst_journal_config config = { 0 };

	cr_assert_eq(mst_journal_new(&run->journal, &config, NULL), 0);
	run->journal->file.means = &fake_means;
	cr_assert_eq(mst_journal_begin(run->journal, &run->plan, NULL), 0);
	run_verdicts(run, 0, 0, 200, 20);
	check_rows(run, run->journal, true);
	cr_expect_eq(mst_journal_end(run->journal, false, NULL), 0);
	cr_expect_null(mst_journal_info(run->journal)->path);
	run_free(run);
}

Test(journal_journal, what_people_want_to_know_comes_back)
{
	struct journal_run *run = run_open("10.0.0.0/24,2001:db8::5", "22,80", true, true, &whole);
	const struct mst_journal_info *info;
	struct mst_journal *journal;

	run_new(run);
	run_verdicts(run, 0, 0, 20, 0);
	run_mark(run);
	cr_assert_eq(mst_journal_read(&journal, run->path, NULL), 0);
	info = mst_journal_info(journal);
	cr_expect_str_eq(info->line, "muster sweep 10.0.0.0/8 -o x.csv");
	cr_expect_eq(info->argument_count, 4);
	cr_expect_str_eq(info->arguments[3], "x.csv");
	cr_expect(info->folder[0] == '/');
	cr_expect(info->question == MST_ASK_PORTS && info->udp);
	cr_expect_eq((uint64_t)mst_targets_count(info->targets), 257);
	cr_expect(mst_ports_has(info->ports, 80) && mst_ports_count(info->ports) == 2 &&
	          info->ports->proto == run->ports.proto);
	cr_expect_eq(strlen(info->id), 20);
	cr_expect_str_eq(info->path, run->path);
	cr_expect_eq(info->started_ns, NOON + SECOND);
	cr_expect_eq(info->marked_ns, NOON + 2 * SECOND);
	mst_journal_close(journal);
	run_free(run);
}
