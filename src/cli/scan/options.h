/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the options of sweep and scan, and the exit codes of sweep, scan and replay.
 */
#ifndef MST_CLI_SCAN_OPTIONS_H
#define MST_CLI_SCAN_OPTIONS_H

#include "cli/common/command.h"
#include "cli/probing/options.h"

extern const struct mst_option mst_scan_option_table[];
extern const struct mst_exit_code mst_scan_exit_codes[];

/*
 * The check of both commands: what belongs together; completes `scan` but for targets and sink. With --fields help
 * nothing is checked. -EINVAL with a sentence.
 */
int mst_scan_check_options(void *values, const struct mst_arguments *arguments, struct mst_error *err);

/* Of an unfinished run: its journal, and which files it may overwrite. */
void mst_scan_take_resumed(void *values, const struct mst_resumption *resumption);

/* Whether "--fields help" was asked. */
bool mst_scan_explains_fields(const struct mst_probing *options);

/* The part of that check that replay has, too: of words and contradictions. -EINVAL with a sentence. */
int mst_scan_check_results(const struct mst_probing *options, const struct mst_arguments *arguments,
                           struct mst_error *err);

/* Fills options->states, once the question is known. -EINVAL with a sentence. */
int mst_scan_read_states(struct mst_probing *options, struct mst_error *err);

/* What belongs to the outputs of sweep and scan. -EINVAL with a sentence. */
int mst_scan_check_outputs(const struct mst_probing *options, struct mst_error *err);

#endif
