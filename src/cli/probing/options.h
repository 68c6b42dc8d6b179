/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the options that sweep, scan, watch and route share: which targets, and how they are probed.
 */
#ifndef MST_CLI_PROBING_OPTIONS_H
#define MST_CLI_PROBING_OPTIONS_H

#include <muster/muster.h>

#include "cli/options/options.h"
#include "cli/options/resumption.h"

#define MST_COMMUNITY_TEXT 128 /* room for a community of SNMP, and its NUL */

/* The values; a command's table has rows for some of them. Where the library has a member for it,
 * an option points right there. */
struct mst_probing {
	struct mst_scan_config scan;
	struct mst_words inputs, exclude, exclude_files, port_lists, exclude_port_lists, outputs;
	struct mst_span source_ports;
	const char *detect_proxies;           /* auto, on or off; NULL: auto */
	const char *syn_options;              /* linux, windows or mss */
	bool local, eui64, no_mld, low_bytes; /* neighbours of IPv6 links as targets */
	bool ipv4, ipv6;                      /* names stand for these addresses of theirs */
	bool strict;
	struct mst_sheet_config sheet; /* how tables are written: of its own, also by those that are no scans */
	bool all, quiet, verbose;

	/* of sweep and scan alone */
	struct mst_span shard;
	struct mst_words trace;
	uint64_t trace_frames, record_bytes; /* the most lines about frames that came in; the most bytes */
	_Atomic uint64_t frames_traced;
	const char *only_open_of; /* a file of a finished run: its open ports are the questions */
	const char *fields, *title, *state_list, *order, *progress, *write_path, *record, *expect, *journal;
	bool down, stream, dry_run, resolve, no_journal;
	bool service, banner;       /* either: open ports are talked to */
	const char *community_path; /* a file whose first line is a community of SNMP */
	char community[MST_COMMUNITY_TEXT];
	uint64_t max_stall_ns; /* the longest wait for room on a full disk */
	uint32_t states;       /* that are reported */

	const struct mst_resumption *resumption; /* the unfinished run that this one goes on with; NULL: none */

	/* filled by the check of the command */
	char probes[sizeof MST_PROBES_USUAL];  /* without excluded ports */
	const struct mst_arguments *arguments; /* borrowed */
	struct mst_ports ports;
};

/* Fills a struct mst_probing, for sweep, scan and watch. */
void mst_probing_defaults(void *options);

/* Routes shall be those of this user, although rights are dropped before any socket is open. */
void mst_probing_note_user(struct mst_probing *options);

/* Each value by itself, before anything that several of them make together. -EINVAL with a sentence. */
int mst_probing_check_values(const struct mst_probing *options, struct mst_error *err);

/*
 * Checks what belongs together and completes `options->scan`, its arguments and its question known: for commands that
 * ask as sweep or scan do. -EINVAL with a sentence.
 */
int mst_probing_complete(struct mst_probing *options, struct mst_error *err);

/* The value of --detect-proxies; NULL is auto. -EINVAL with a sentence. */
int mst_probing_read_detect(enum mst_detect *detect, const char *word, struct mst_error *err);

/* The value of --syn-options. -EINVAL with a sentence. */
int mst_probing_read_syn_options(enum mst_syn_options *which, const char *word, struct mst_error *err);

/* Whether TCP SYNs may be sent; `options` as they are when completed. */
bool mst_probing_sends_syns(const struct mst_probing *options);

/* The first option that was given and means the IPv6 links of --local alone, without dashes; NULL: none. Static. */
const char *mst_probing_means_ipv6(const struct mst_probing *options);

/*
 * Every target and exclusion, added and closed; names without an address are reported on stderr. Ports of targets such
 * as 10.0.2.2:80 go into options->ports if ports are probed; afterwards it is known that there are any.
 */
int mst_probing_find_targets(struct mst_probing *options, struct mst_targets *targets, struct mst_error *err);

/* Whether the probes may be those of engine connect: it is named, or chosen by itself for want of rights. */
bool mst_probing_may_connect(const struct mst_scan_engines *engines);

/* What sweep and scan need, by their checked options, into a zeroed *rights; others change what differs. */
struct mst_rights;
void mst_probing_rights(const struct mst_probing *options, struct mst_rights *rights);

/* Whether one of the outputs is standard output. */
bool mst_probing_uses_stdout(const struct mst_probing *options);

/* Whether a file is written, of results or of a dry run's frames. */
bool mst_probing_writes_files(const struct mst_probing *options);

#endif
