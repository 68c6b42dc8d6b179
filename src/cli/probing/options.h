/*
 * options.h - the options that sweep, scan, watch and route share: which targets, how they are probed, and what that means for the library.
 */
#ifndef MST_CLI_PROBING_OPTIONS_H
#define MST_CLI_PROBING_OPTIONS_H

#include <muster/muster.h>

#include "cli/options/options.h"

/* The values; a command's table has rows for some of them. Where the library has a member for it, an option points right there. */
struct mst_scan_options {
	struct mst_scan_config scan;
	struct mst_words inputs, exclude, exclude_files, port_lists, exclude_port_lists, outputs;
	struct mst_span source_ports, shard;
	const char *fields, *state_list, *order, *progress, *write_path, *expect;
	bool canary, no_canary;
	bool local, eui64, no_mld, low_bytes; /* neighbours of IPv6 links as targets */
	bool ipv4, ipv6; /* names stand for these addresses of theirs */
	bool strict, resolve;
	struct mst_sheet_config sheet; /* how tables are written: of its own, also by those that are no scans */
	bool all, down, stream, dry_run, quiet, verbose;

	/* filled by the check of the command */
	const struct mst_arguments *arguments; /* borrowed */
	struct mst_ports ports;
	uint32_t states;
};

/* Fills a struct mst_scan_options, for either command. */
void mst_scan_options_defaults(void *options);

/* Each value by itself, before anything that several of them make together. -EINVAL with a sentence. */
int mst_scan_options_check_values(const struct mst_scan_options *options, struct mst_error *err);

/*
 * Checks what belongs together and completes `options->scan`, its arguments and its question known: for commands that ask as
 * sweep or scan do. -EINVAL with a sentence.
 */
int mst_scan_options_complete(struct mst_scan_options *options, struct mst_error *err);

/* The first option that was given and means the IPv6 links of --local alone, without dashes; NULL: none. Static. */
const char *mst_scan_options_mean_ipv6(const struct mst_scan_options *options);

/*
 * Every target and exclusion, added and closed; the names without an address are told on stderr. Ports that stand behind targets go
 * into options->ports where ports are asked: that there are any is known from here on.
 */
int mst_scan_options_targets(struct mst_scan_options *options, struct mst_targets *targets, struct mst_error *err);

/* Whether one of the outputs is standard output. */
bool mst_scan_options_use_stdout(const struct mst_scan_options *options);

/* Whether a file is written, of results or of a dry run's frames. */
bool mst_scan_options_write_files(const struct mst_scan_options *options);

#endif
