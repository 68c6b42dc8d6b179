/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the options of the commands that write the verdicts of finished runs again: report and merge.
 */
#ifndef MST_CLI_RUNS_OPTIONS_H
#define MST_CLI_RUNS_OPTIONS_H

#include "cli/probing/options.h"
#include "cli/scan/rows.h"

struct mst_run_options {
	struct mst_probing probing; /* of it, what is said of outputs and states */
	bool open, up;
	const char *since;        /* file of an older run: pages tell what changed; NULL: none */
	struct mst_diff *changes; /* that, once it is open; borrowed */
};

#define MST_RUN_FIELD(member) MST_MEMBER(struct mst_run_options, probing.member)

/* In macros the formatter takes rows of a table for code. */
/* clang-format off */
#define MST_RUN_ROWS \
	MST_HEADING("Results"), \
	MST_OUTPUT_ROW(MST_RUN_FIELD), \
	{ "all", 0, MST_OPT_FLAG, MST_RUN_FIELD(all), NULL, .meaning = "report every target", \
	  .by_default = "only hosts that are up, or ports that are open", .everyday = true }, \
	{ "open", 0, MST_OPT_FLAG, MST_MEMBER(struct mst_run_options, open), NULL, \
	  .meaning = "report only ports that are open, as without any of these options" }, \
	{ "up", 0, MST_OPT_FLAG, MST_MEMBER(struct mst_run_options, up), NULL, \
	  .meaning = "report only hosts that are up, as without any of these options" }, \
	{ "down", 0, MST_OPT_FLAG, MST_RUN_FIELD(down), NULL, \
	  .meaning = "report only hosts that are down, joined into ranges", .everyday = true }, \
	{ "state", 0, MST_OPT_TEXT, MST_RUN_FIELD(state_list), "LIST", \
	  .meaning = "report only results with these states, such as open,closed" }, \
	{ "order", 0, MST_OPT_TEXT, MST_RUN_FIELD(order), "ORDER", \
	  .meaning = "order of the rows: address (address and port) or arrival (the time of the verdict)", \
	  .values = "address arrival", .by_default = "address" }, \
	MST_COLUMN_ROWS(MST_RUN_FIELD), \
	{ "force", 0, MST_OPT_FLAG, MST_RUN_FIELD(sheet.force), NULL, .meaning = "overwrite existing files" }, \
	MST_HEADING("Messages"), \
	{ "quiet", 'q', MST_OPT_FLAG, MST_RUN_FIELD(quiet), NULL, \
	  .meaning = "print no summary on standard error, only errors", .everyday = true }, \
	MST_SANDBOX_OPTION, \
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help; with --all, every option", \
	  .everyday = true }
/* clang-format on */

/* Fills a struct mst_run_options. */
void mst_run_defaults(void *values);

/* What can be said before a file is read. -EINVAL with a sentence. */
int mst_run_check(struct mst_run_options *options, const struct mst_arguments *arguments, struct mst_error *err);

/* The rest, once it is known what the files are about: the states to report. -EINVAL with a sentence. */
int mst_run_check_kind(struct mst_run_options *options, bool ports, struct mst_error *err);

#endif
