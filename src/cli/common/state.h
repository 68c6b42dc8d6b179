/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * state.h - the folder of this user's journals: $XDG_STATE_HOME/muster, or ~/.local/state/muster, with a file
 * ID.journal for each run.
 *
 * The user is the one that this process is (cli/common/caller.h): call it after mst_privilege_begin.
 */
#ifndef MST_CLI_COMMON_STATE_H
#define MST_CLI_COMMON_STATE_H

#include <limits.h>
#include <muster/error.h>
#include <stdbool.h>

/* Its path. -ENOENT with a sentence when the user has no home. */
int mst_state_folder(char folder[PATH_MAX], struct mst_error *err);

/* Makes it, and what is missing above it, with mode 0700. -errno with a sentence; -EPERM: it is another user's. */
int mst_state_make(const char *folder, struct mst_error *err);

/* Calls `one` with each ID and its path, in the order of the IDs; what is no journal by its name is left out. A folder
 * that is not there is empty. What `one` returns, when it is not 0, ends it. */
typedef int mst_state_sink(void *user, const char *id, const char *path, struct mst_error *err);
int mst_state_each(const char *folder, mst_state_sink *one, void *user, struct mst_error *err);

/* Whether a word can be the ID of a run, or its beginning. */
bool mst_state_is_id(const char *word);

/*
 * The path of the journal in `folder` whose ID is this word or begins with it; when the word can be no ID, the word
 * itself, a file. -ENOENT with a sentence: there is none; -EINVAL: several runs begin so.
 */
int mst_state_find(char path[PATH_MAX], const char *folder, const char *word, struct mst_error *err);

#endif
