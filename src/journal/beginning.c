/* SPDX-License-Identifier: BSD-2-Clause */
/* beginning.c - a journal begins, or a process goes on with one; see writing.h. */
#include <errno.h>
#include <muster/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "journal/format.h"
#include "journal/handle.h"
#include "journal/targets_record.h"
#include "journal/writing.h"

#define LINE 256

/* The first line of a file of the kernel. */
static const char *read_line(const char *path, char line[LINE])
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(line, LINE, file))
		line[0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (file)
		fclose(file);
	return line;
}

static int append_process(struct mst_journal *journal)
{
	struct mst_bytes *payload = &journal->payload;
	char line[LINE];

	journal->process_ns = journal->file.means->wall_ns();
	mst_bytes_put_varint(payload, (uint64_t)getpid());
	mst_bytes_put_varint(payload, journal->process_ns);
	mst_bytes_put_text(payload, read_line("/proc/sys/kernel/random/boot_id", line));
	mst_bytes_put_text(payload, read_line("/proc/sys/kernel/hostname", line));
	mst_bytes_put_text(payload, MST_VERSION);
	journal->process_pid = getpid();
	if (journal->info.processes++ == 0)
		journal->info.started_ns = journal->process_ns;
	return mst_journal_append(journal, MST_RECORD_PROCESS);
}

/* The plan that is written is read again at once: the journal has its own copy of all that it says. */
static int begin_new(struct mst_journal *journal, const struct mst_bytes *plan)
{
	struct mst_error *err = &journal->error;
	int code;

	mst_bytes_put_bytes(&journal->payload, plan->bytes, plan->count);
	if (journal->payload.failed)
		return mst_journal_no_memory(journal);
	code = mst_run_plan_read(&journal->plan, journal->payload.bytes, journal->payload.count);
	if (code < 0)
		return mst_fail(err, code, "the journal cannot have this run: %s", strerror(-code));
	code = mst_journal_file_begin(&journal->file, err);
	if (code == 0 && journal->plan.endpoints)
		code = mst_journal_file_raise(&journal->file, MST_JOURNAL_VERSION_ENDPOINTS, err);
	if (code == 0)
		code = mst_journal_append(journal, MST_RECORD_PLAN);
	mst_bytes_free(&journal->payload);
	return code;
}

static int begin_again(struct mst_journal *journal, const struct mst_bytes *plan)
{
	const char *differs = mst_plan_differs(journal->plan.bytes, journal->plan.byte_count, plan->bytes, plan->count);

	if (differs)
		return mst_fail(&journal->error, -EINVAL, "%s: this run cannot be resumed, because %s changed",
		                journal->file.path, differs);
	free(journal->plan.bytes);
	journal->plan.bytes = NULL;
	if (ftruncate(journal->file.fd, (off_t)journal->file.end) < 0)
		return mst_fail(&journal->error, -errno, "%s cannot be written: %s", journal->file.path,
		                strerror(errno));
	journal->info.torn = false;
	return 0;
}

/* What this process excludes, if that is more than the journal knows. */
static int append_excluded(struct mst_journal *journal, const struct mst_targets *excluded)
{
	int code;

	if (!excluded || (journal->excluded && mst_targets_count(excluded) == mst_targets_count(journal->excluded)))
		return 0;
	code = mst_journal_file_raise(&journal->file, MST_JOURNAL_VERSION_EXCLUDED, &journal->error);
	if (code < 0)
		return code;
	mst_put_targets(&journal->payload, excluded);
	return mst_journal_append(journal, MST_RECORD_EXCLUDED);
}

static int begin(struct mst_journal *journal, const struct mst_bytes *plan, const struct mst_targets *excluded)
{
	int code = journal->resumed ? begin_again(journal, plan) : begin_new(journal, plan);

	if (code == 0)
		code = append_process(journal);
	if (code == 0)
		code = append_excluded(journal, excluded);
	if (code < 0)
		return code;
	journal->pending.shapes_written = journal->shapes.count;
	journal->marked_ns = journal->file.means->now_ns();
	journal->named_at_ns = journal->marked_ns + journal->name_after_ns;
	mst_journal_syncing_begin(&journal->syncing, journal->file.fd, journal->file.means->sync, journal->marked_ns);
	journal->begun = true;
	return 0;
}

int mst_journal_begin(struct mst_journal *journal, const struct mst_journal_plan *plan, struct mst_error *err)
{
	struct mst_bytes bytes = { 0 };
	int code;

	mst_plan_put(&bytes, plan, mst_journal_run_words(journal));
	code = bytes.failed ? mst_journal_no_memory(journal) : begin(journal, &bytes, plan->config->probing.excluded);
	mst_bytes_free(&bytes);
	return code < 0 ? mst_fail(err, code, "%s", journal->error.text) : 0;
}

int mst_journal_begin_as(struct mst_journal *journal, const struct mst_bytes *plan, struct mst_error *err)
{
	int code = begin(journal, plan, NULL);

	return code < 0 ? mst_fail(err, code, "%s", journal->error.text) : 0;
}
