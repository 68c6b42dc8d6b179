/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expect.h - --expect, for scripts: what must be found for exit code 0.
 */
#ifndef MST_CLI_SCAN_EXPECT_H
#define MST_CLI_SCAN_EXPECT_H

#include "cli/probing/options.h"

/* Whether this word fits the question: 0, or -EINVAL with a sentence that names the words that do. */
int mst_expect_check(const char *word, enum mst_question question, struct mst_error *err);

/*
 * Whether a run has found what the word names: up, open: at least one host or port; any: at least one verdict of
 * `states`, a bit each as in struct mst_report_config. 0, or -ENOENT with a sentence.
 */
int mst_expect_met(const char *word, uint32_t states, const struct mst_scan_stats *stats, struct mst_error *err);

/* The exit code of a run that was not cut short; says what was not found, unless it is to be quiet. */
int mst_expect_exit_code(const struct mst_probing *options, const struct mst_scan_stats *stats);

#endif
