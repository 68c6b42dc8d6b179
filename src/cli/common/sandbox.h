/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sandbox.h - what a process without rights can still do is bounded, too: files by Landlock, system calls by seccomp.
 */
#ifndef MST_CLI_COMMON_SANDBOX_H
#define MST_CLI_COMMON_SANDBOX_H

#include <muster/error.h>

#include "cli/common/rights.h"

/*
 * Enters it, for good, after no_new_privs was set and before a second thread starts. Nothing is done where rights->open
 * is set, nor where other programs are run: these would inherit it. With rights->verbose what is not in force is said
 * on standard error. -EPERM with a sentence when it is there and cannot be entered.
 */
int mst_sandbox_enter(const struct mst_rights *rights, struct mst_error *err);

#endif
