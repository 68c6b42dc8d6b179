/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * find.h - the journal that an ID or a path means, and the command line in it.
 *
 *     word ─► a process of the caller's, in the sandbox: finds, reads ─► pipe ─► texts here
 *
 * Which rights the run needs is known from that command line only; so a process that gives all rights away reads it.
 */
#ifndef MST_CLI_RESUME_FIND_H
#define MST_CLI_RESUME_FIND_H

#include "cli/options/resumption.h"

/*
 * Fills a zeroed *resumption but for what is typed now; mst_resumption_free frees it. -EINVAL with a sentence: there is
 * no such run, or it cannot be resumed; else -errno with one.
 */
int mst_resume_find(struct mst_resumption *resumption, const char *word, struct mst_error *err);

#endif
