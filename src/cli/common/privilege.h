/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * privilege.h - rights are needed to open the sockets, and given up right after.
 */
#ifndef MST_CLI_COMMON_PRIVILEGE_H
#define MST_CLI_COMMON_PRIVILEGE_H

#include <muster/error.h>
#include <stdbool.h>

#include "cli/common/rights.h"

/* Before anything is read: -EPERM with a sentence when the program was installed setuid, which it is not made for. */
int mst_privilege_check(struct mst_error *err);

/*
 * Before anything is read: the process becomes the user who called sudo, and keeps of its capabilities what
 * rights->needs names. Root stays root without sudo, and where rights->files are root's alone (see caller.h); it then
 * keeps the right to read and write all files, too. A failure is -EPERM with a sentence, and the end of the run.
 */
int mst_privilege_begin(const struct mst_rights *rights, struct mst_error *err);

/*
 * For good, with one thread, before anything is read from the network: no capability is left but CAP_NET_RAW where
 * rights->asks_again and those of rights->keeps, no program can win any back unless rights->runs_programs, and the
 * sandbox is entered (see sandbox.h). Root without files to read or write from now on becomes the user nobody, where
 * there is one; root with files stays root, with the right to read and write files alone; root with a journal in its
 * own folder alone stays root without any. A failure is -EPERM with a sentence, and the end of the run.
 */
int mst_privilege_drop(const struct mst_rights *rights, struct mst_error *err);

/* Whether the caller can start programs that gain rights, whatever drop forbade to this process. One thread calls it.
 */
bool mst_privilege_can_be_gained(void);

/* Adds to the sentence about a file that may not be opened as which user that was tried, and why; returns `code`. */
int mst_privilege_explain(struct mst_error *err, int code);

/* The same of a file that is read. */
int mst_privilege_explain_read(struct mst_error *err, int code);

#endif
