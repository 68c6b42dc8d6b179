/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * landlock.h - which files may be written from now on, by the kernel's Landlock (landlock(7), since Linux 5.13).
 */
#ifndef MST_CLI_COMMON_LANDLOCK_H
#define MST_CLI_COMMON_LANDLOCK_H

#include <muster/error.h>

#include "cli/common/rights.h"

/*
 * For good, for this thread and those it starts: files are made, written and removed only in the folders of
 * rights->files that are outputs or `path`, and with rights->spools in the one for temporary files. No program can be
 * run. Unless rights->connects or rights->resolves, no TCP connection is made. Descriptors that are open stay as they
 * are, and everything may be read that could be read before. Needs no_new_privs. 0; 1: this kernel has no Landlock;
 * -errno with a sentence.
 */
int mst_landlock_enter(const struct mst_rights *rights, struct mst_error *err);

#endif
