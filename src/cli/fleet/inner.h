/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inner.h - the scan or sweep that is submitted: its words, read by its own table of options. What a plan cannot have,
 * because it belongs to a machine, is refused.
 */
#ifndef MST_CLI_FLEET_INNER_H
#define MST_CLI_FLEET_INNER_H

#include "cli/fleet/options.h"

/* The words behind the store. -EINVAL with a sentence. */
int mst_fleet_inner_read(struct mst_fleet_options *options, const struct mst_words *words, struct mst_error *err);
void mst_fleet_inner_free(struct mst_fleet_options *options);

#endif
