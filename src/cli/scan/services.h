/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * services.h - the options of scan about what is behind open ports.
 */
#ifndef MST_CLI_SCAN_SERVICES_H
#define MST_CLI_SCAN_SERVICES_H

#include <stdio.h>

#include "cli/probing/options.h"

/* What belongs together; completes options->scan.services but for the community. -EINVAL with a sentence. */
int mst_scan_check_services(struct mst_probing *options, struct mst_error *err);

/* Reads the community, with the user's rights. -errno with a sentence; -EINVAL where it has none. */
int mst_scan_read_community(struct mst_probing *options, struct mst_error *err);

/* Before the sandbox, in which limits are only read: as many open files as the connections need, if the hard limit
 * allows it. */
void mst_scan_raise_open_files(const struct mst_probing *options);

/* A sentence for a dry run: which ports would be talked to. False: none. */
#define MST_TALKING_TEXT 256
bool mst_scan_explain_services(const struct mst_probing *options, char text[MST_TALKING_TEXT]);

#endif
