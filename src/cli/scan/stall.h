/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stall.h - what is printed when an output waits for room on a full disk.
 */
#ifndef MST_CLI_SCAN_STALL_H
#define MST_CLI_SCAN_STALL_H

#include "cli/scan/options.h"

/* For mst_report_config: `options` is a const struct mst_probing. A signal to stop ends the wait. */
bool mst_scan_stalled(void *options, enum mst_stall_moment moment, const char *why);

#endif
