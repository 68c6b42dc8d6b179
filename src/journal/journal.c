/* SPDX-License-Identifier: BSD-2-Clause */
/* journal.c - the handle of muster/journal.h: opening, what is known of the run, its end. */
#include <muster/journal.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <muster/units.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "journal/format.h"
#include "journal/handle.h"
#include "journal/mark.h"

static struct mst_journal *new_journal(void)
{
	struct mst_journal *journal = calloc(1, sizeof *journal);

	if (journal) {
		journal->file.fd = -1;
		journal->file.means = &mst_journal_usual_means;
	}
	return journal;
}

void mst_journal_close(struct mst_journal *journal)
{
	if (!journal)
		return;
	/* A run that never began leaves nothing. */
	if (journal->file.made && !journal->begun)
		(void)unlink(journal->file.path);
	(void)mst_journal_syncing_end(&journal->syncing);
	mst_journal_file_close(&journal->file);
	mst_run_words_free(&journal->words);
	mst_run_plan_free(&journal->plan);
	mst_targets_free(journal->excluded);
	mst_shapes_free(&journal->shapes);
	mst_pending_free(&journal->pending);
	mst_bytes_free(&journal->payload);
	mst_journal_services_free(&journal->services);
	mst_journal_workers_free(&journal->workers);
	mst_journal_held_free(&journal->held);
	free(journal->blocks);
	free(journal->lows);
	free(journal);
}

/* ---- a new one ---- */

void mst_journal_make_id(char id[MST_JOURNAL_ID], uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	uint16_t chance = 0;
	struct tm utc;
	size_t length;

	(void)!getrandom(&chance, sizeof chance, GRND_NONBLOCK);
	gmtime_r(&seconds, &utc);
	length = strftime(id, MST_JOURNAL_ID, "%Y%m%d-%H%M%S", &utc);
	snprintf(id + length, MST_JOURNAL_ID - length, "-%04x", chance);
}

static char *copy_text(const char *text)
{
	return strdup(text ? text : "");
}

static int copy_words(struct mst_run_words *words, const struct mst_journal_config *config)
{
	char folder[PATH_MAX];

	words->kept = config->path != NULL;
	words->line = copy_text(config->line);
	words->folder = copy_text(getcwd(folder, sizeof folder));
	words->arguments = calloc(config->argument_count + 1, sizeof *words->arguments);
	if (!words->line || !words->folder || !words->arguments)
		return -ENOMEM;
	for (; words->argument_count < config->argument_count; words->argument_count++) {
		words->arguments[words->argument_count] = copy_text(config->arguments[words->argument_count]);
		if (!words->arguments[words->argument_count])
			return -ENOMEM;
	}
	return 0;
}

static int create_in_folder(struct mst_journal *journal, const struct mst_journal_config *config, struct mst_error *err)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "%s/%s.journal", config->folder, journal->words.id) >= (int)sizeof path)
		return mst_fail(err, -ENAMETOOLONG, "%s: the path of the journal is too long", config->folder);
	if (config->name_after_ns == 0)
		return mst_journal_file_create(&journal->file, path, false, err);
	return mst_journal_file_create_unnamed(&journal->file, NULL, path, err);
}

static int create(struct mst_journal *journal, const struct mst_journal_config *config, struct mst_error *err)
{
	if (config->path)
		return mst_journal_file_create(&journal->file, config->path, config->force, err);
	if (config->folder)
		return create_in_folder(journal, config, err);
	return mst_journal_file_create_unnamed(&journal->file, NULL, NULL, err);
}

int mst_journal_new(struct mst_journal **out, const struct mst_journal_config *config, struct mst_error *err)
{
	struct mst_journal *journal = new_journal();
	int code = journal ? copy_words(&journal->words, config) : -ENOMEM;

	*out = NULL;
	if (code < 0) {
		mst_journal_close(journal);
		return mst_fail(err, code, "no memory for a journal");
	}
	mst_journal_make_id(journal->words.id, journal->file.means->wall_ns());
	journal->writes = true;
	journal->name_after_ns = config->name_after_ns;
	journal->file.max_stall_ns = config->max_stall_ns;
	code = create(journal, config, err);
	if (code < 0) {
		mst_journal_close(journal);
		return code;
	}
	*out = journal;
	return 0;
}

/* ---- one that is there ---- */

/* "since 10:30:15 on 29 November". */
static const char *write_moment(char text[64], uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / MST_NS_PER_SECOND);
	struct tm local;

	localtime_r(&seconds, &local);
	strftime(text, 64, "%Y-%m-%d %H:%M:%S", &local);
	return text;
}

/* The file is read without a lock, to tell which process has it. */
static int refuse_locked(const struct mst_journal *journal, struct mst_error *err)
{
	const char *path = journal->file.path;
	struct mst_journal *other;
	char moment[64];

	if (mst_journal_read(&other, path, NULL) < 0)
		return mst_fail(err, -EWOULDBLOCK, "%s: another process is writing this journal", path);
	mst_fail(err, -EWOULDBLOCK, "%s: process %lld has been writing this journal since %s", path,
	         (long long)other->process_pid, write_moment(moment, other->process_ns));
	mst_journal_close(other);
	return -EWOULDBLOCK;
}

static int open_old(struct mst_journal *journal, const char *path, struct mst_error *err)
{
	int code = mst_journal_file_open(&journal->file, path, journal->writes, err);

	if (code == -EWOULDBLOCK)
		return refuse_locked(journal, err);
	if (code == 0)
		code = mst_journal_load(journal, err);
	if (code == 0 && !journal->writes && mst_journal_file_is_locked(&journal->file))
		journal->others_pid = journal->process_pid;
	if (code < 0 || !journal->writes)
		return code;
	if (journal->info.complete)
		return mst_fail(err, -EALREADY, "%s: this run is complete, there is nothing to resume", path);
	mst_mark_add(&journal->before, &journal->newest);
	journal->newest = (struct mst_journal_mark){ 0 };
	return 0;
}

static int open_at(struct mst_journal **out, const char *path, bool write, uint64_t max_stall_ns, struct mst_error *err)
{
	struct mst_journal *journal = new_journal();
	int code;

	*out = NULL;
	if (!journal)
		return mst_fail(err, -ENOMEM, "no memory for %s", path);
	journal->writes = journal->resumed = write;
	journal->file.max_stall_ns = max_stall_ns;
	code = open_old(journal, path, err);
	if (code < 0) {
		mst_journal_close(journal);
		return code;
	}
	*out = journal;
	return 0;
}

int mst_journal_resume(struct mst_journal **journal, const char *path, const struct mst_journal_config *config,
                       struct mst_error *err)
{
	return open_at(journal, path, true, config->max_stall_ns, err);
}

int mst_journal_read(struct mst_journal **journal, const char *path, struct mst_error *err)
{
	return open_at(journal, path, false, 0, err);
}

/* ---- the end ---- */

static int append_end(struct mst_journal *journal, struct mst_error *err)
{
	mst_bytes_put_varint(&journal->payload, journal->file.means->wall_ns());
	return mst_journal_file_append(&journal->file, MST_RECORD_END, &journal->payload, err);
}

static int end_whole(struct mst_journal *journal, struct mst_error *err)
{
	int code;

	journal->info.complete = true;
	if (!journal->file.named)
		return 0;
	if (!mst_journal_run_words(journal)->kept) {
		code = unlink(journal->file.path) < 0 && errno != ENOENT ? -errno : 0;
		return code < 0 ? mst_fail(err, code, "%s cannot be removed: %s", journal->file.path, strerror(-code))
		                : 0;
	}
	code = append_end(journal, err);
	if (code == 0 && fdatasync(journal->file.fd) < 0)
		code = mst_fail(err, -errno, "%s cannot be written: %s", journal->file.path, strerror(errno));
	return code;
}

int mst_journal_end(struct mst_journal *journal, bool complete, struct mst_error *err)
{
	int code, named;

	if (!journal->writes || !journal->begun)
		return 0;
	code = mst_journal_flush(journal, err);
	if (code == 0 && complete)
		return end_whole(journal, err);
	/* If that fails, a pipe gets some rows twice. */
	if (code == 0)
		(void)mst_journal_mark_taken(journal);
	/* What is there is kept even if the last verdicts could not be added. */
	named = mst_journal_file_name(&journal->file);
	if (named < 0 && code == 0)
		code = mst_fail(err, named, "%s cannot be created: %s", journal->file.path, strerror(-named));
	(void)fdatasync(journal->file.fd);
	return code;
}

bool mst_journal_is_stalled(const struct mst_journal *journal)
{
	return mst_load(&journal->file.stalled, relaxed);
}

void mst_journal_hurry(struct mst_journal *journal)
{
	mst_store(&journal->file.hurried, true, relaxed);
}
