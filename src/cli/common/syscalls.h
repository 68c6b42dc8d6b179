/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscalls.h - which system calls are left, by seccomp (libseccomp).
 */
#ifndef MST_CLI_COMMON_SYSCALLS_H
#define MST_CLI_COMMON_SYSCALLS_H

#include <muster/error.h>

#include "cli/common/rights.h"

/* Why this build filters none, as a sentence; NULL: it does. Static. */
const char *mst_syscalls_absent(void);

/*
 * For good, for all threads: any call that a run with these rights does not make ends the process by SIGSYS, with a
 * sentence on standard error that has its number. Needs no_new_privs. 0; 1: this build or this kernel has no such
 * filter; -errno with a sentence.
 */
int mst_syscalls_enter(const struct mst_rights *rights, struct mst_error *err);

#endif
