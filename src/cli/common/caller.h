/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * caller.h - the user who called sudo, and the files that root writes all the same.
 *
 * Files belong to the caller: root would follow links that the caller laid, and leave files that the caller cannot
 * remove. But where only root may write, as in root's own folder in a shell of sudo -i,
 * the caller could write nothing at all.
 */
#ifndef MST_CLI_COMMON_CALLER_H
#define MST_CLI_COMMON_CALLER_H

#include <stdbool.h>
#include <sys/types.h>

#include "cli/common/words.h"

#define MST_SERVICE_FILES 3

/* The files that the user names for a run. Each may be NULL; "-" and devices do not count. */
struct mst_files {
	const struct mst_words *outputs;         /* as --output takes them */
	const struct mst_words *inputs, *others; /* paths, read before rights are dropped */
	const struct mst_words *replaced;        /* paths, written again and again, also beside them */
	const char *path;                        /* written, also beside it */
	const char *read;                        /* read */
	const char *services[MST_SERVICE_FILES]; /* read: what services are recognised by, and asked with */
	const char *results;                     /* read, likewise before rights are dropped */
	const char *journal;                     /* written; NULL: in the user's own folder, or none */
};

/* Of an output as --output takes it: its path, or "-". A part of `output`. */
const char *mst_files_path_of(const char *output);

/* Whether any is written; whether there is any at all. "-" is none. */
bool mst_files_are_written(const struct mst_files *files);
bool mst_files_are_named(const struct mst_files *files);

/* Whether `read`, `results` or one of `services` is named. */
bool mst_files_have_others(const struct mst_files *files);

struct mst_caller {
	uid_t uid;
	gid_t gid;
};

/* False unless this is root, by a sudo that another user called. */
bool mst_caller_read(struct mst_caller *caller);

/*
 * Whether root keeps these files to itself: some are written, the caller can change none of the folders that lead to
 * them, nor the files, either HOME is root's or each is in a folder that root owns, and the caller may read those that
 * are read. In a shell that sudo started, files that are read count as those that are written. False in doubt.
 */
bool mst_caller_leaves_to_root(const struct mst_caller *caller, const struct mst_files *files);

/* Becomes the caller, for good but for capabilities that are kept. 0, or -1 with errno. */
int mst_caller_become(const struct mst_caller *caller);

#endif
