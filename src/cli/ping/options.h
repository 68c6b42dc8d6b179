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
	const char *via, *interface, *source_ip;
	uint32_t retries, times;
	uint64_t deadline_ns; /* 0: none */
	struct mst_words inputs, outputs;
	bool ipv4, ipv6, loop, quiet, timestamps, alive, unreachable, help;
	struct mst_sheet_config sheet;
	struct mst_arguments arguments;
};

extern const struct mst_option mst_ping_option_table[];

/* Fills *values, a struct mst_ping_options. */
void mst_ping_options_defaults(void *values);

/* Reads the command line, checks it, and completes `ping` but for hosts and sink. With --help nothing is checked. -EINVAL, -ENOMEM. */
int mst_ping_options_read(struct mst_ping_options *options, const char *command, int argc, char **argv, struct mst_error *err);

/* Only addresses are printed, one a line. */
bool mst_ping_options_list(const struct mst_ping_options *options);

void mst_ping_options_free(struct mst_ping_options *options);

#endif
