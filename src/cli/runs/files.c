/* SPDX-License-Identifier: BSD-2-Clause */
/* files.c - see files.h. */
#include "cli/runs/files.h"

#include <errno.h>
#include <limits.h>
#include <muster/text.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/common/caller.h"
#include "cli/common/privilege.h"
#include "cli/common/state.h"

const char *mst_run_file_name(const char *name)
{
	return strcmp(name, "-") == 0 ? "standard input" : name;
}

int mst_run_files_check(const struct mst_words *names, struct mst_error *err)
{
	for (size_t i = 0; i < names->count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (strcmp(names->items[i], names->items[k]) != 0)
				continue;
			if (strcmp(names->items[i], "-") == 0)
				return mst_fail(err, -EINVAL, "-: standard input can be read once only");
			return mst_fail(err, -EINVAL, "%s is named twice: expected different files", names->items[i]);
		}
	}
	return 0;
}

void mst_run_files_rights(const struct mst_words *names, const struct mst_words *outputs, struct mst_rights *rights)
{
	rights->files.inputs = names;
	rights->files.outputs = outputs;
	rights->files.read = names->count ? names->items[0] : NULL;
	rights->reads_later = true;
	rights->spools = true;
}

/* The file behind a name; of `x.db#3`, the run 3 of x.db. False: it cannot be known. */
static bool look(const char *name, struct stat *status, const char **run)
{
	const char *hash = strrchr(name, '#');
	char path[PATH_MAX];

	*run = "";
	if (strcmp(name, "-") == 0)
		return fstat(STDIN_FILENO, status) == 0 && S_ISREG(status->st_mode);
	if (stat(name, status) == 0)
		return true;
	if (!hash || (size_t)(hash - name) >= sizeof path)
		return false;
	snprintf(path, sizeof path, "%.*s", (int)(hash - name), name);
	*run = hash;
	return stat(path, status) == 0;
}

static bool is_same(const char *one, const char *other)
{
	struct stat first, second;
	const char *run, *other_run;

	return look(one, &first, &run) && look(other, &second, &other_run) && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino && S_ISREG(first.st_mode) && strcmp(run, other_run) == 0;
}

static int refuse_same(const struct mst_words *names, const struct mst_words *outputs, struct mst_error *err)
{
	for (size_t i = 0; i < names->count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (is_same(names->items[i], names->items[k]))
				return mst_fail(err, -EINVAL, "%s and %s are the same file: expected different ones",
				                mst_run_file_name(names->items[k]), mst_run_file_name(names->items[i]));
		}
		for (size_t k = 0; k < outputs->count; k++) {
			const char *path = mst_files_path_of(outputs->items[k]);

			if (strcmp(path, "-") != 0 && is_same(names->items[i], path))
				return mst_fail(err, -EINVAL,
				                "--output %s would overwrite %s, which is read: expected another file",
				                outputs->items[k], mst_run_file_name(names->items[i]));
		}
	}
	return 0;
}

/* The path of a journal that is named by the ID of its run, unless there is a file of that name; else the name. */
static int locate(char path[PATH_MAX], const char *name, struct mst_error *err)
{
	char folder[PATH_MAX];
	int code = 0;

	if (strcmp(name, "-") != 0 && mst_state_is_id(name) && access(name, F_OK) < 0) {
		code = mst_state_folder(folder, err);
		return code < 0 ? code : mst_state_find(path, folder, name, err);
	}
	if (snprintf(path, PATH_MAX, "%s", name) >= PATH_MAX)
		return mst_fail(err, -EINVAL, "%.64s…: the name of the file is too long", name);
	return 0;
}

/* A file that is there and is none of a run is a wrong word, not a failure. */
static int open_one(struct mst_rows **rows, const char *name, struct mst_error *err)
{
	struct stat status;
	char path[PATH_MAX];
	int code;

	if (strcmp(name, "-") != 0 && stat(name, &status) == 0 && S_ISDIR(status.st_mode))
		return mst_fail(err, -EINVAL, "%s: is a folder; expected the file of a run", name);
	if (strcmp(name, "-") == 0 && isatty(STDIN_FILENO))
		return mst_fail(err, -EINVAL, "-: standard input is a terminal; expected a file or a pipe");
	code = locate(path, name, err);
	if (code == 0)
		code = mst_rows_open(rows, path, err);
	return code == -EBADMSG || code == -ENOTSUP ? -EINVAL : mst_privilege_explain_read(err, code);
}

int mst_run_files_open(struct mst_run_files *files, const struct mst_words *names, const struct mst_words *outputs,
                       struct mst_error *err)
{
	int code = refuse_same(names, outputs, err);

	if (code < 0)
		return code;
	files->rows = calloc(names->count, sizeof *files->rows);
	if (!files->rows)
		return mst_fail(err, -ENOMEM, "no memory for %zu files", names->count);
	for (size_t i = 0; i < names->count && code == 0; i++) {
		code = open_one(&files->rows[i], names->items[i], err);
		files->count += code == 0;
	}
	return code;
}

void mst_run_files_warn(const struct mst_run_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		if (mst_rows_about(files->rows[i])->warning)
			mst_print(stderr, "%s\n", mst_rows_about(files->rows[i])->warning);
	}
}

void mst_run_files_close(struct mst_run_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		mst_rows_close(files->rows[i]);
	free(files->rows);
	*files = (struct mst_run_files){ 0 };
}
