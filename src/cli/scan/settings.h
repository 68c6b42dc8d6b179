/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * settings.h - what is printed before the first frame: warnings, and with --verbose settings, routes and engines.
 */
#ifndef MST_CLI_SCAN_SETTINGS_H
#define MST_CLI_SCAN_SETTINGS_H

#include "cli/scan/options.h"
#include "cli/scan/summary.h"

/* On standard error, of an open scan. `targets`: whose notes are printed; NULL: none. */
void mst_settings_print(const struct mst_scan *scan, const struct mst_probing *options,
                        const struct mst_targets *targets, const struct mst_pair_list *parameters);

#endif
