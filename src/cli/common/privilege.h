/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * privilege.h - rights are needed to open the sockets, and given up right after.
 */
#ifndef MST_CLI_COMMON_PRIVILEGE_H
#define MST_CLI_COMMON_PRIVILEGE_H

#include <muster/error.h>
#include <stdbool.h>

#include "cli/common/caller.h"

/* Before anything is read: -EPERM with a sentence when the program was installed setuid, which it is not made for. */
int mst_privilege_check(struct mst_error *err);

/*
 * For good: who called sudo becomes the user again, so that files are theirs; root keeps nothing but writing files
 * as before; everybody else keeps nothing. Root stays root after sudo, too,
 * where `files` are root's alone (see caller.h).
 * A failure is -EPERM with a sentence, and the end of the run.
 */
int mst_privilege_drop(const struct mst_files *files, struct mst_error *err);

/*
 * The same for who opens raw sockets again and again: CAP_NET_RAW is kept besides,
 * and no program that is run inherits it.
 * Unless commands are run, that may be setuid themselves (sudo …), nothing can be won back by running one; those are
 * always the caller's.
 */
int mst_privilege_keep_asking(const struct mst_files *files, bool runs_commands, struct mst_error *err);

/* Adds to the sentence about a file that may not be opened as which user that was tried, and why; returns `code`. */
int mst_privilege_explain(struct mst_error *err, int code);

#endif
