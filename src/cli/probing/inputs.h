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

/*
 * With options->only_open_of: the open ports in that file, of the protocol that is probed, become what the scan probes,
 * as closed endpoints, which are to be freed after it; they go into the open set of targets and into options->ports,
 * too. -errno with a sentence; -EINVAL: there are none.
 */
int mst_probing_read_open(struct mst_endpoints **endpoints, struct mst_targets *targets, struct mst_probing *options,
                          struct mst_error *err);

#endif
