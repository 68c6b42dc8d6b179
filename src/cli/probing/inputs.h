/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inputs.h - the files of --input: lists of targets, and files of finished runs, whose hosts that are up, or have an
 * open port, become targets.
 */
#ifndef MST_CLI_PROBING_INPUTS_H
#define MST_CLI_PROBING_INPUTS_H

#include "cli/probing/options.h"

/* Adds the targets of a file; "-" is standard input. -errno with a sentence. What could not be taken is printed on
 * standard error. */
int mst_probing_add_input(struct mst_targets *targets, const char *path, const struct mst_probing *options,
                          struct mst_error *err);

#endif
