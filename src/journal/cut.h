/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cut.h - brings the file of a journal back to its last mark: what a process wrote behind it, before it died, goes. For
 * those who have the same verdicts once more, and all of them, from elsewhere.
 */
#ifndef MST_JOURNAL_CUT_H
#define MST_JOURNAL_CUT_H

#include <muster/error.h>

/* A file that another process has, that ends with its run, or that is no journal stays as it is: who opens it then says
 * so. 0, or -errno with a sentence. */
int mst_journal_cut(const char *path, struct mst_error *err);

#endif
