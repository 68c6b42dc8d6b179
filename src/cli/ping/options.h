/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the options of ping, as a table, and what they come to.
 */
#ifndef MST_CLI_PING_OPTIONS_H
#define MST_CLI_PING_OPTIONS_H

#include <muster/ping.h>
#include <muster/sheet.h>

#include "cli/options/options.h"

#define MST_PING_TIMES_MAX 10000 /* of --times */

struct mst_ping_options {
	struct mst_ping_config ping;
	const char *via, *interface, *source_ip, *tos, *pmtu;
	uint32_t retries, times;
	uint64_t deadline_ns; /* 0: none */
	struct mst_words inputs, outputs;
	bool ipv4, ipv6, loop, quiet, timestamps, alive, unreachable, flood, audible, elapsed;
	struct mst_sheet_config sheet;
	const struct mst_arguments *arguments; /* borrowed; set by the check */
};

extern const struct mst_option mst_ping_option_table[];

/* Fills *values, a struct mst_ping_options. */
void mst_ping_options_defaults(void *values);

/* What belongs together; completes `ping` but for hosts and sink. -EINVAL with a sentence. */
int mst_ping_options_check(void *values, const struct mst_arguments *arguments, struct mst_error *err);

/* Only addresses are printed, one a line. */
bool mst_ping_options_list(const struct mst_ping_options *options);

#endif
