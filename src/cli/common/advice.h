/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * advice.h - how to get rights that are missing: commands that can be pasted as they are.
 */
#ifndef MST_CLI_COMMON_ADVICE_H
#define MST_CLI_COMMON_ADVICE_H

#include <muster/error.h>

/*
 * Adds to a sentence about missing privilege how to get it here. `command` is the command line as mst_command_line
 * makes it: its first word is replaced by the path of this program unless sudo finds it by that word. Where this
 * process has the privilege already, what may have refused it is named instead. Not for files: a directory without
 * permission or a read-only file system is told by its own sentence.
 */
void mst_advise_rights(struct mst_error *err, const char *command);

/* The same where capabilities of the file do not help. */
void mst_advise_sudo(struct mst_error *err, const char *command);

#endif
