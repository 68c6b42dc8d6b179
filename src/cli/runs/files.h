/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * files.h - files of finished runs, as the words of a command name them.
 */
#ifndef MST_CLI_RUNS_FILES_H
#define MST_CLI_RUNS_FILES_H

#include <muster/rows.h>

#include "cli/common/rights.h"
#include "cli/common/words.h"

struct mst_run_files {
	struct mst_rows **rows;
	size_t count;
};

/* By their names alone: standard input twice, or a file. -EINVAL with a sentence. */
int mst_run_files_check(const struct mst_words *names, struct mst_error *err);

/* What reading and writing them needs. */
void mst_run_files_rights(const struct mst_words *names, const struct mst_words *outputs, struct mst_rights *rights);

/*
 * Opens each, into zeroed *files, which are closed in any case. -EINVAL with a sentence: no file of a run, a folder,
 * the same file twice, or a file that an output would overwrite; else -errno.
 */
int mst_run_files_open(struct mst_run_files *files, const struct mst_words *names, const struct mst_words *outputs,
                       struct mst_error *err);

/* What could not be taken of the files, on standard error. */
void mst_run_files_warn(const struct mst_run_files *files);

/* How a file is called in sentences. */
const char *mst_run_file_name(const char *name);

void mst_run_files_close(struct mst_run_files *files);

#endif
